package dev.ingot.deploy.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.address.InstanceAddress;
import dev.ingot.address.ProviderConfigAddress;
import dev.ingot.address.ResourceMode;
import dev.ingot.deploy.call.FaultyProvider.Fault;
import dev.ingot.deploy.stored.ResourceType;
import dev.ingot.graph.Cancellation;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.value.Bytes;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import dev.ingot.provider.CallFunction;
import dev.ingot.provider.MoveResourceState;
import dev.ingot.provider.Providers;
import dev.ingot.provider.RawState;
import dev.ingot.provider.UpgradeResourceState;
import dev.ingot.provider.fake.FakeProvider;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Whatever a provider does, a call ends, with an answer or with an error that says of what. */
final class GuardedProviderTest {
  private static final InstanceAddress THING = InstanceAddress.parse("fake_thing.a[0]");
  private static final CallSubject SUBJECT = CallSubject.stored(THING);
  private static final CallLimits SHORT =
      new CallLimits(
          Duration.ofMillis(500), Optional.of(Duration.ofMillis(500)), Duration.ofMillis(500));

  @TestFactory
  Stream<DynamicTest> everyFaultOfEveryCallBecomesAnErrorThatNamesItsProviderCallAndObject() {
    return Stream.of(Call.values())
        .flatMap(
            call ->
                Stream.of(Fault.values())
                    .filter(fault -> isTold(call, fault))
                    .map(
                        fault ->
                            DynamicTest.dynamicTest(
                                call + " " + fault, () -> isAnError(call, fault))));
  }

  /** A change that hangs is waited for, and there is no nonsense that a schema couldn't be. */
  private static boolean isTold(Call call, Fault fault) {
    return fault != Fault.OUT_OF_MEMORY
        && !(fault == Fault.HANGS && call.kind() == Call.Kind.CHANGES)
        && !(fault == Fault.ANSWERS_NONSENSE && (call == Call.SCHEMA || isWithoutValue(call)))
        && !(fault == Fault.DEFERS && !mayBeDeferred(call));
  }

  /** A call whose answer is what went wrong, if anything. */
  private static boolean isWithoutValue(Call call) {
    return call == Call.RENEW || call == Call.CLOSE;
  }

  private static boolean mayBeDeferred(Call call) {
    return List.of(Call.READ, Call.PLAN, Call.IMPORT, Call.READ_DATA, Call.OPEN).contains(call);
  }

  private static void isAnError(Call call, Fault fault) {
    Diagnostics diagnostics = new Diagnostics();
    try (ProviderPool pool = pool(call, fault, new Cancellation())) {
      if (call == Call.SCHEMA) {
        assertThat(pool.find(FakeProvider.ADDRESS)).isEmpty();
        assertThat(pool.problem(FakeProvider.ADDRESS).orElseThrow().detail())
            .contains(FakeProvider.ADDRESS.toString());
        return;
      }
      assertThat(answers(call, pool, diagnostics)).isFalse();
    }
    assertThat(diagnostics.list()).hasSize(1);
    String text = diagnostics.list().getFirst().detail();
    if (!(fault == Fault.ANSWERS_NONSENSE && (call == Call.CONFIGURE || call == Call.VALIDATE))) {
      assertThat(text).contains(FakeProvider.ADDRESS.toString()).contains(call.doing());
    }
    String object =
        switch (call) {
          case CONFIGURE -> "provider[\"example.org/test/fake\"]";
          case FUNCTION -> "join";
          case SCHEMA,
              VALIDATE,
              UPGRADE,
              MOVE,
              READ,
              PLAN,
              CREATE,
              UPDATE,
              DESTROY,
              IMPORT,
              READ_DATA,
              OPEN,
              RENEW,
              CLOSE ->
              THING.toString();
        };
    assertThat(text).contains(object);
  }

  @TestFactory
  Stream<DynamicTest> everyCallThatWorksHasItsAnswer() {
    return Stream.of(Call.values())
        .filter(call -> call != Call.SCHEMA && call != Call.FUNCTION)
        .map(
            call ->
                DynamicTest.dynamicTest(
                    call.toString(),
                    () -> {
                      try (ProviderPool pool =
                          pool(Call.SCHEMA, Fault.ANSWERS_NONSENSE, new Cancellation())) {
                        Diagnostics diagnostics = new Diagnostics();
                        // The fake cloud has no object of this id.
                        assertThat(answers(call, pool, diagnostics)).isEqualTo(call != Call.IMPORT);
                      }
                    }));
  }

  @Test
  void aCallThatChangesNothingIsGivenUpAfterACancel() {
    Cancellation cancellation = new Cancellation();
    Diagnostics diagnostics = new Diagnostics();
    CallLimits patient =
        new CallLimits(Duration.ofHours(1), Optional.empty(), Duration.ofMillis(50));
    try (ProviderPool pool =
        new ProviderPool(providers(Call.READ, Fault.HANGS), 10, cancellation, patient)) {
      assertThat(pool.find(FakeProvider.ADDRESS)).isPresent();
      Thread.ofVirtual().start(cancellation::cancel);
      assertThat(answers(Call.READ, pool, diagnostics)).isFalse();
    }
    assertThat(diagnostics.list().getFirst().summary()).isEqualTo("Provider did not stop");
  }

  @TestFactory
  Stream<DynamicTest> aProcessWithoutMemoryIsNotAFaultOfTheProvider() {
    return Stream.of(Call.READ, Call.PLAN, Call.CREATE)
        .map(
            call ->
                DynamicTest.dynamicTest(
                    call.toString(),
                    () -> {
                      try (ProviderPool pool =
                          pool(call, Fault.OUT_OF_MEMORY, new Cancellation())) {
                        assertThatThrownBy(() -> answers(call, pool, new Diagnostics()))
                            .isInstanceOf(OutOfMemoryError.class);
                      }
                    }));
  }

  @Test
  void aConfigurationThatFailedIsReportedOnce() {
    try (ProviderPool pool = pool(Call.CONFIGURE, Fault.THROWS, new Cancellation())) {
      Diagnostics first = new Diagnostics();
      Diagnostics second = new Diagnostics();
      assertThat(pool.configuredOrDefault(config(), first)).isEmpty();
      assertThat(pool.configuredOrDefault(config(), second)).isEmpty();
      assertThat(first.list()).hasSize(1);
      assertThat(second.list()).isEmpty();
    }
  }

  private static ProviderConfigAddress config() {
    return ProviderConfigAddress.parse("provider[\"example.org/test/fake\"]");
  }

  private static Providers providers(Call call, Fault fault) {
    return new Providers(Map.of(FakeProvider.ADDRESS, () -> new FaultyProvider(call, fault)));
  }

  private static ProviderPool pool(Call call, Fault fault, Cancellation cancellation) {
    return new ProviderPool(
        providers(call, fault),
        10,
        cancellation,
        fault == Fault.HANGS ? SHORT : CallLimits.STANDARD);
  }

  private static boolean answers(Call call, ProviderPool pool, Diagnostics diagnostics) {
    if (call == Call.CONFIGURE) {
      return pool.configuredOrDefault(config(), diagnostics).isPresent();
    }
    GuardedProvider provider = pool.unconfigured(FakeProvider.ADDRESS).orElseThrow();
    ResourceType thing =
        new ResourceType(
            "fake_thing",
            pool.resource(FakeProvider.ADDRESS, ResourceMode.MANAGED, "fake_thing").orElseThrow());
    ResourceType lookup =
        new ResourceType(
            "fake_lookup",
            pool.resource(FakeProvider.ADDRESS, ResourceMode.DATA, "fake_lookup").orElseThrow());
    ResourceType token =
        new ResourceType(
            "fake_token",
            pool.resource(FakeProvider.ADDRESS, ResourceMode.EPHEMERAL, "fake_token")
                .orElseThrow());
    Value object = known(thing.block().emptyValue());
    return switch (call) {
      case SCHEMA, CONFIGURE -> throw new IllegalArgumentException();
      case VALIDATE ->
          provider
              .validate(ResourceMode.MANAGED, thing, object, SUBJECT, diagnostics)
              .map(reported -> SUBJECT.report(reported, diagnostics))
              .orElse(false);
      case UPGRADE ->
          provider
              .upgrade(
                  thing,
                  new UpgradeResourceState.Request(
                      "fake_thing", 0, new RawState.Json("{\"id\":\"x\"}")),
                  SUBJECT,
                  diagnostics)
              .isPresent();
      case MOVE ->
          provider
              .move(
                  thing,
                  new MoveResourceState.Request(
                      "example.org/test/other",
                      "other_thing",
                      0,
                      new RawState.Json("{\"id\":\"x\"}"),
                      Bytes.EMPTY,
                      Optional.empty(),
                      0,
                      "fake_thing"),
                  SUBJECT,
                  diagnostics)
              .isPresent();
      case READ -> provider.read(thing, object, Kept.NOTHING, SUBJECT, diagnostics).isPresent();
      case PLAN ->
          provider
              .plan(thing, thing.none(), object, object, Kept.NOTHING, SUBJECT, diagnostics)
              .isPresent();
      case CREATE -> applied(provider, call, thing, thing.none(), object, diagnostics);
      case UPDATE -> applied(provider, call, thing, object, object, diagnostics);
      case DESTROY -> applied(provider, call, thing, object, thing.none(), diagnostics);
      case IMPORT -> provider.find(thing, "x", Optional.empty(), SUBJECT, diagnostics).isPresent();
      case READ_DATA ->
          provider
              .readData(
                  lookup,
                  Values.object(
                      new TreeMap<>(
                          Map.of("name", Value.of("n"), "value", Value.nullOf(Type.STRING)))),
                  SUBJECT,
                  diagnostics)
              .isPresent();
      case OPEN ->
          provider
              .ephemeral()
              .open(token, known(token.block().emptyValue()), SUBJECT, diagnostics)
              .isPresent();
      case RENEW ->
          provider.ephemeral().renew("fake_token", Bytes.EMPTY, SUBJECT, diagnostics).isPresent();
      case CLOSE -> provider.ephemeral().close("fake_token", Bytes.EMPTY, SUBJECT, diagnostics);
      case FUNCTION -> {
        CallFunction.Response response =
            provider.function(new CallFunction.Request("join", List.of()), Type.NUMBER);
        if (response instanceof CallFunction.Failure(String text, var _)) {
          diagnostics.add(dev.ingot.lang.Diagnostic.error("failed", text));
        }
        yield response instanceof CallFunction.Result;
      }
    };
  }

  private static boolean applied(
      GuardedProvider provider,
      Call call,
      ResourceType type,
      Value prior,
      Value planned,
      Diagnostics diagnostics) {
    return provider
        .apply(call, type, prior, planned, planned, Kept.NOTHING, SUBJECT, diagnostics)
        .isPresent();
  }

  private static Value known(Value object) {
    return Values.transform(
        object, (path, part) -> part.isKnown() ? part : Value.nullOf(part.type()));
  }
}
