package dev.ingot.provider.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.lang.value.BigFloat;
import dev.ingot.lang.value.Bytes;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.ValuePath;
import dev.ingot.lang.value.Values;
import dev.ingot.provider.ApplyResourceChange;
import dev.ingot.provider.CallContext;
import dev.ingot.provider.CallFunction;
import dev.ingot.provider.ClientCapabilities;
import dev.ingot.provider.EphemeralResource;
import dev.ingot.provider.ImportResourceState;
import dev.ingot.provider.ListResource;
import dev.ingot.provider.MoveResourceState;
import dev.ingot.provider.PlanResourceChange;
import dev.ingot.provider.ProposedNew;
import dev.ingot.provider.Provider;
import dev.ingot.provider.ProviderDiagnostic;
import dev.ingot.provider.ProviderException;
import dev.ingot.provider.RawState;
import dev.ingot.provider.ReadDataSource;
import dev.ingot.provider.ReadResource;
import dev.ingot.provider.UpgradeResourceState;
import dev.ingot.provider.protocol.SchemaCache;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every call of both protocols, answered by a provider on the real SDK ({@code src/test/go}). It is
 * built here; where that can't be done the tests are skipped and say why.
 */
@Timeout(120)
class GoProviderTest {
  private static Path program = Path.of("");
  private static final CallContext CONTEXT = CallContext.unlimited();
  private static final ClientCapabilities CAPABILITIES = new ClientCapabilities(false, true);

  @BeforeAll
  @Timeout(900)
  static void build() throws Exception {
    program = GoPrograms.build("things");
  }

  private static Provider start(int protocol) {
    return ProviderProcess.of(
        GoPrograms.program(program, Map.of("THINGS_PROTOCOL", Integer.toString(protocol))),
        SchemaCache.NONE,
        new Random(1));
  }

  private static Provider configured(int protocol) {
    Provider provider = start(protocol);
    Value config = config(provider, "p-");
    assertThat(provider.validateProviderConfig(config, CONTEXT)).isEmpty();
    assertThat(provider.configure(config, "1.11.4", CAPABILITIES, CONTEXT)).isEmpty();
    return provider;
  }

  private static Value config(Provider provider, String prefix) {
    return with(provider.schema().provider().emptyValue(), Map.of("prefix", Value.of(prefix)));
  }

  private static Value with(Value object, Map<String, Value> parts) {
    TreeMap<String, Value> all = new TreeMap<>(Values.entries(object).orElseThrow());
    all.putAll(parts);
    return Values.object(all);
  }

  private static Value thing(Provider provider, Map<String, Value> parts) {
    return with(
        provider.schema().resourceType("things_thing").orElseThrow().block().emptyValue(), parts);
  }

  private static Type type(Provider provider) {
    return provider.schema().resourceType("things_thing").orElseThrow().block().impliedType();
  }

  private static PlanResourceChange.Response plan(
      Provider provider, Value prior, Value config, Bytes kept) {
    return provider.planResourceChange(
        new PlanResourceChange.Request(
            "things_thing",
            prior,
            ProposedNew.of(
                provider.schema().resourceType("things_thing").orElseThrow().block(),
                prior,
                config),
            config,
            kept,
            Values.NULL,
            Optional.empty(),
            CAPABILITIES),
        CONTEXT);
  }

  private static ApplyResourceChange.Response create(Provider provider, Value config) {
    Value none = Value.nullOf(type(provider));
    PlanResourceChange.Response planned = plan(provider, none, config, Bytes.EMPTY);
    assertThat(planned.diagnostics()).isEmpty();
    return provider.applyResourceChange(
        new ApplyResourceChange.Request(
            "things_thing",
            none,
            planned.planned(),
            config,
            planned.plannedPrivate(),
            Values.NULL,
            planned.plannedIdentity()),
        CONTEXT);
  }

  private static Optional<String> text(Value object, String name) {
    return Values.attribute(object, name).flatMap(Values::text);
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 6})
  void anObjectIsPlannedCreatedReadChangedAndDestroyed(int protocol) {
    try (Provider provider = configured(protocol)) {
      Value big = Values.number(BigFloat.parse("12345678901234567890.5").orElseThrow());
      Value config =
          thing(
              provider,
              Map.of(
                  "name", Value.of("a"),
                  "count_of", big,
                  "secret", Value.of("hush"),
                  "anything", Values.tuple(Value.of("x"), Value.of(1)),
                  "port",
                      Values.set(
                          List.of(
                              Values.object(Map.of("number", Value.of(80))),
                              Values.object(Map.of("number", Value.of(443)))))));
      assertThat(provider.validateResourceConfig("things_thing", config, CAPABILITIES, CONTEXT))
          .isEmpty();
      ApplyResourceChange.Response created = create(provider, config);
      assertThat(created.diagnostics()).isEmpty();
      assertThat(text(created.value(), "id")).contains("p-a");
      assertThat(Values.attribute(created.value(), "count_of")).contains(big);
      assertThat(Values.attribute(created.value(), "anything"))
          .contains(Values.tuple(Value.of("x"), Value.of(1)));
      // What is write-only is given, and never comes back.
      assertThat(Values.attribute(created.value(), "secret")).hasValueSatisfying(Value::isNull);
      assertThat(created.identity().flatMap(identity -> text(identity, "id"))).contains("p-a");

      ReadResource.Response read =
          provider.readResource(
              new ReadResource.Request(
                  "things_thing",
                  created.value(),
                  created.privateData(),
                  Values.NULL,
                  created.identity(),
                  CAPABILITIES),
              CONTEXT);
      assertThat(read.value()).isEqualTo(created.value());
      assertThat(read.diagnostics())
          .extracting(ProviderDiagnostic::detail)
          .containsExactly("\"hush\"");

      Value changed = with(config, Map.of("name", Value.of("b")));
      assertThat(plan(provider, created.value(), changed, created.privateData()).requiresReplace())
          .isEmpty();
      Value replaced = with(config, Map.of("name", Value.of("new-b")));
      assertThat(plan(provider, created.value(), replaced, created.privateData()).requiresReplace())
          .containsExactly(ValuePath.ROOT.attribute("name"));

      Value none = Value.nullOf(type(provider));
      ApplyResourceChange.Response gone =
          provider.applyResourceChange(
              new ApplyResourceChange.Request(
                  "things_thing",
                  created.value(),
                  none,
                  none,
                  created.privateData(),
                  Values.NULL,
                  created.identity()),
              CONTEXT);
      assertThat(gone.value().isNull()).isTrue();
    }
  }

  @Test
  void nestedAttributesHaveUnknownParts() {
    try (Provider provider = configured(6)) {
      Value disk = Values.object(Map.of("size", Value.of(7), "path", Value.nullOf(Type.STRING)));
      Value config =
          thing(provider, Map.of("name", Value.of("a"), "disks", Values.list(List.of(disk))));
      Value none = Value.nullOf(type(provider));
      Value planned = plan(provider, none, config, Bytes.EMPTY).planned();
      ValuePath at = ValuePath.ROOT.attribute("disks").index(0).attribute("path");
      assertThat(Values.at(planned, at))
          .hasValueSatisfying(part -> assertThat(part.isKnown()).isFalse());
      assertThat(Values.at(create(provider, config).value(), at)).contains(Value.of("/dev/p-a"));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 6})
  void whatIsWrongHasItsPlace(int protocol) {
    try (Provider provider = start(protocol)) {
      Value config = config(provider, "bad");
      assertThat(provider.configure(config, "1.11.4", CAPABILITIES, CONTEXT))
          .containsExactly(
              ProviderDiagnostic.error(
                  "Bad prefix", "The prefix must not be bad.", ValuePath.ROOT.attribute("prefix")));
      assertThat(
              provider.validateResourceConfig(
                  "things_thing",
                  thing(provider, Map.of("name", Value.of("warn"))),
                  CAPABILITIES,
                  CONTEXT))
          .hasSize(1)
          .noneMatch(ProviderDiagnostic::isError);
    }
  }

  @Test
  void aPanicIsShown() {
    try (Provider provider = configured(6)) {
      assertThatThrownBy(() -> create(provider, thing(provider, Map.of("name", Value.of("panic")))))
          .isInstanceOf(ProviderException.class)
          .hasMessageContainingAll(
              "before it answered ApplyResourceChange", "panic: a thing named panic");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 6})
  void objectsAreImportedUpgradedAndMoved(int protocol) {
    try (Provider provider = configured(protocol)) {
      ImportResourceState.Response byId =
          provider.importResourceState(
              new ImportResourceState.Request(
                  "things_thing", "there", Optional.empty(), CAPABILITIES),
              CONTEXT);
      assertThat(byId.diagnostics()).isEmpty();
      assertThat(text(byId.imported().getFirst().value(), "id")).contains("there");
      ImportResourceState.Response byIdentity =
          provider.importResourceState(
              new ImportResourceState.Request(
                  "things_thing",
                  "",
                  Optional.of(Values.object(Map.of("id", Value.of("here")))),
                  CAPABILITIES),
              CONTEXT);
      assertThat(text(byIdentity.imported().getFirst().value(), "id")).contains("here");

      UpgradeResourceState.Response upgraded =
          provider.upgradeResourceState(
              new UpgradeResourceState.Request("things_thing", 0, new RawState.Json("{\"old\":1}")),
              CONTEXT);
      assertThat(upgraded.diagnostics()).isEmpty();
      assertThat(text(upgraded.value(), "name")).contains("upgraded {\"old\":1}");
      UpgradeResourceState.Response identity =
          provider.upgradeResourceIdentity(
              new UpgradeResourceState.Request(
                  "things_thing", 0, new RawState.Json("{\"id\":\"x\"}")),
              CONTEXT);
      // The SDK refuses what needs no upgrade.
      assertThat(identity.diagnostics())
          .extracting(ProviderDiagnostic::summary)
          .containsExactly("Unexpected Identity Upgrade Request");

      MoveResourceState.Response moved =
          provider.moveResourceState(
              new MoveResourceState.Request(
                  "example.org/test/other",
                  "other_thing",
                  3,
                  new RawState.Json("{}"),
                  Bytes.EMPTY,
                  Optional.empty(),
                  0,
                  "things_thing"),
              CONTEXT);
      assertThat(text(moved.value(), "name")).contains("moved from example.org/test/other");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 6})
  void dataFunctionsAndQueriesAreAnswered(int protocol) {
    try (Provider provider = configured(protocol)) {
      Value config =
          Values.object(Map.of("name", Value.of("n"), "value", Value.nullOf(Type.STRING)));
      assertThat(provider.validateDataSourceConfig("things_lookup", config, CONTEXT)).isEmpty();
      assertThat(
              text(
                  provider
                      .readDataSource(
                          new ReadDataSource.Request(
                              "things_lookup", config, Values.NULL, CAPABILITIES),
                          CONTEXT)
                      .value(),
                  "value"))
          .contains("value of n");

      assertThat(call(provider, Value.of("-"), Value.of("a"), Value.of("b")))
          .isEqualTo(new CallFunction.Result(Value.of("a-b")));
      assertThat(call(provider, Value.nullOf(Type.STRING), Value.of("a"), Value.of("b")))
          .isEqualTo(new CallFunction.Result(Value.of("ab")));
      assertThat(call(provider, Value.of("-")))
          .isEqualTo(new CallFunction.Failure("no words", OptionalInt.of(1)));

      List<ListResource.Found> found = new ArrayList<>();
      assertThat(
              provider.listResource(
                  new ListResource.Request(
                      "things_thing",
                      Values.object(Map.of("like", Value.nullOf(Type.STRING))),
                      true,
                      2),
                  CONTEXT,
                  found::add))
          .isEmpty();
      assertThat(found).extracting(ListResource.Found::name).containsExactly("one", "two");
      assertThat(found.getLast().identity().flatMap(each -> text(each, "id"))).contains("two");
      assertThat(found.getLast().object().flatMap(each -> text(each, "name"))).contains("two");
    }
  }

  private static CallFunction.Response call(Provider provider, Value... arguments) {
    return provider.callFunction(new CallFunction.Request("join", List.of(arguments)), CONTEXT);
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 6})
  void whatLivesForOneRunIsOpenedRenewedAndClosed(int protocol) {
    try (Provider provider = configured(protocol)) {
      Value config =
          provider.schema().ephemeralResource("things_token").orElseThrow().block().emptyValue();
      assertThat(provider.validateEphemeralConfig("things_token", config, CONTEXT)).isEmpty();
      EphemeralResource.OpenResponse open =
          provider.openEphemeral(
              new EphemeralResource.OpenRequest("things_token", config, CAPABILITIES), CONTEXT);
      assertThat(text(open.result(), "token")).contains("t0ken");
      assertThat(open.renewAt()).contains(Instant.ofEpochSecond(2_000_000_000L, 5));
      EphemeralResource.RenewResponse renewed =
          provider.renewEphemeral(
              new EphemeralResource.Handle("things_token", open.privateData()), CONTEXT);
      assertThat(renewed.renewAt()).contains(Instant.ofEpochSecond(2_000_000_100L));
      assertThat(renewed.diagnostics())
          .extracting(ProviderDiagnostic::detail)
          .containsExactly("\"first\"");
      assertThat(
              provider.closeEphemeral(
                  new EphemeralResource.Handle("things_token", renewed.privateData()), CONTEXT))
          .extracting(ProviderDiagnostic::summary)
          .containsExactly("Closed");
      provider.stop();
    }
  }
}
