package dev.ingot.provider.kit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.lang.value.Bytes;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.ValueJson;
import dev.ingot.lang.value.Values;
import dev.ingot.provider.ApplyResourceChange;
import dev.ingot.provider.CallContext;
import dev.ingot.provider.CallFunction;
import dev.ingot.provider.ClientCapabilities;
import dev.ingot.provider.PlanResourceChange;
import dev.ingot.provider.ProposedNew;
import dev.ingot.provider.Provider;
import dev.ingot.provider.ProviderDiagnostic;
import dev.ingot.provider.RawState;
import dev.ingot.provider.ReadResource;
import dev.ingot.provider.ResourceTypeSchema;
import dev.ingot.provider.UpgradeResourceState;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What holds for every provider. Extend it with one that is ready to be configured. */
public abstract class ProviderKit {
  private Provider provider;

  /** For subclasses. */
  @SuppressWarnings("NullAway.Init")
  protected ProviderKit() {}

  /** A new provider. */
  protected abstract Provider create();

  /** Its configuration. */
  protected abstract Value providerConfig();

  /** A resource type that can be created, changed in place and destroyed. */
  protected abstract String type();

  /** A configuration of that type, whole. */
  protected abstract Value config();

  /** Another one that it can be changed to in place. */
  protected abstract Value changedConfig();

  @BeforeEach
  void start() {
    provider = create();
    assertThat(
            provider.configure(
                providerConfig(), "1.0.0", ClientCapabilities.NONE, CallContext.unlimited()))
        .noneMatch(ProviderDiagnostic::isError);
  }

  @AfterEach
  void stop() {
    provider.close();
  }

  private ResourceTypeSchema schema() {
    return provider.schema().resourceType(type()).orElseThrow();
  }

  private Value none() {
    return Value.nullOf(schema().block().impliedType());
  }

  private PlanResourceChange.Response plan(Value prior, Value config, Bytes privateData) {
    PlanResourceChange.Response planned =
        provider.planResourceChange(
            new PlanResourceChange.Request(
                type(),
                prior,
                ProposedNew.of(schema().block(), prior, config),
                config,
                privateData,
                Values.NULL,
                Optional.empty(),
                ClientCapabilities.NONE),
            CallContext.unlimited());
    assertThat(planned.diagnostics()).noneMatch(ProviderDiagnostic::isError);
    return planned;
  }

  private ApplyResourceChange.Response apply(
      Value prior, Value planned, Value config, Bytes privateData) {
    ApplyResourceChange.Response applied =
        provider.applyResourceChange(
            new ApplyResourceChange.Request(
                type(), prior, planned, config, privateData, Values.NULL, Optional.empty()),
            CallContext.unlimited());
    assertThat(applied.diagnostics()).noneMatch(ProviderDiagnostic::isError);
    return applied;
  }

  private ApplyResourceChange.Response created() {
    PlanResourceChange.Response planned = plan(none(), config(), Bytes.EMPTY);
    return apply(none(), planned.planned(), config(), planned.plannedPrivate());
  }

  private void destroy(ApplyResourceChange.Response object) {
    PlanResourceChange.Response planned = plan(object.value(), none(), object.privateData());
    assertThat(planned.planned().isNull()).isTrue();
    ApplyResourceChange.Response gone =
        apply(object.value(), none(), none(), planned.plannedPrivate());
    assertThat(gone.value().isNull()).isTrue();
  }

  private static void conforms(Value planned, Value actual) {
    Values.walk(
        planned,
        (path, part) -> {
          boolean leaf = part instanceof Value.StringValue || part instanceof Value.NumberValue;
          if (leaf) {
            assertThat(Values.at(actual, path)).as("%s", path).contains(part);
          }
          return true;
        });
  }

  @Test
  void aPlanKeepsWhatIsConfigured() {
    Value planned = plan(none(), config(), Bytes.EMPTY).planned();
    conforms(config(), planned);
  }

  @Test
  void anAppliedObjectIsWhollyKnownAndConformsToItsPlan() {
    PlanResourceChange.Response planned = plan(none(), config(), Bytes.EMPTY);
    ApplyResourceChange.Response applied =
        apply(none(), planned.planned(), config(), planned.plannedPrivate());
    assertThat(Values.isWhollyKnown(applied.value())).isTrue();
    conforms(planned.planned(), applied.value());
    destroy(applied);
  }

  @Test
  void anObjectReadAgainIsTheSame() {
    ApplyResourceChange.Response applied = created();
    ReadResource.Response read =
        provider.readResource(
            new ReadResource.Request(
                type(),
                applied.value(),
                applied.privateData(),
                Values.NULL,
                Optional.empty(),
                ClientCapabilities.NONE),
            CallContext.unlimited());
    assertThat(read.value()).isEqualTo(applied.value());
    destroy(applied);
  }

  @Test
  void anUnchangedConfigurationPlansNoChange() {
    ApplyResourceChange.Response applied = created();
    PlanResourceChange.Response again = plan(applied.value(), config(), applied.privateData());
    assertThat(again.planned()).isEqualTo(applied.value());
    assertThat(again.requiresReplace()).isEmpty();
    destroy(applied);
  }

  @Test
  void aChangedConfigurationIsAppliedInPlace() {
    ApplyResourceChange.Response applied = created();
    PlanResourceChange.Response planned =
        plan(applied.value(), changedConfig(), applied.privateData());
    assertThat(planned.requiresReplace()).isEmpty();
    ApplyResourceChange.Response changed =
        apply(applied.value(), planned.planned(), changedConfig(), planned.plannedPrivate());
    conforms(changedConfig(), changed.value());
    assertThat(Values.attribute(changed.value(), "id"))
        .isEqualTo(Values.attribute(applied.value(), "id"));
    destroy(changed);
  }

  @Test
  void aStoredObjectIsReadBack() {
    ApplyResourceChange.Response applied = created();
    Type type = schema().block().impliedType();
    UpgradeResourceState.Response upgraded =
        provider.upgradeResourceState(
            new UpgradeResourceState.Request(
                type(),
                schema().version(),
                new RawState.Json(ValueJson.format(applied.value(), type))),
            CallContext.unlimited());
    assertThat(upgraded.diagnostics()).isEmpty();
    assertThat(upgraded.value()).isEqualTo(applied.value());
    destroy(applied);
  }

  @Test
  void aStoredObjectThatDoesNotFitIsAnError() {
    UpgradeResourceState.Response upgraded =
        provider.upgradeResourceState(
            new UpgradeResourceState.Request(type(), schema().version(), new RawState.Json("[1]")),
            CallContext.unlimited());
    assertThat(upgraded.diagnostics()).anyMatch(ProviderDiagnostic::isError);
    UpgradeResourceState.Response flat =
        provider.upgradeResourceState(
            new UpgradeResourceState.Request(
                type(), schema().version(), new RawState.Flat(new TreeMap<>())),
            CallContext.unlimited());
    assertThat(flat.diagnostics()).anyMatch(ProviderDiagnostic::isError);
  }

  @Test
  void anUnknownFunctionFails() {
    assertThat(
            provider.callFunction(
                new CallFunction.Request("no_such_function", java.util.List.of()),
                CallContext.unlimited()))
        .isInstanceOf(CallFunction.Failure.class);
  }
}
