package dev.ingot.provider;

import dev.ingot.lang.value.Value;
import dev.ingot.storage.log.CommandLog;
import dev.ingot.storage.log.CommandLog.Severity;
import dev.ingot.storage.log.Field;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** A provider each of whose calls is logged: its name, its type, how long it took; no values. */
public final class LoggedProvider implements Provider {
  private final String name;
  private final Provider provider;
  private final CommandLog log;
  private final LongSupplier nanoseconds;

  /**
   * @param name of the provider, in the log
   * @param nanoseconds a clock
   */
  public LoggedProvider(String name, Provider provider, CommandLog log, LongSupplier nanoseconds) {
    this.name = name;
    this.provider = provider;
    this.log = log;
    this.nanoseconds = nanoseconds;
  }

  private <T> T logged(String call, String type, Supplier<T> answer) {
    Field of = Field.of("provider", name);
    Field about = Field.of("type", type.isEmpty() ? "-" : type);
    log.core(Severity.TRACE, call + " begins", of, about);
    long start = nanoseconds.getAsLong();
    boolean answered = false;
    try {
      T result = answer.get();
      answered = true;
      return result;
    } finally {
      Duration took = Duration.ofNanos(nanoseconds.getAsLong() - start);
      log.core(
          answered ? Severity.DEBUG : Severity.ERROR,
          call + (answered ? " was answered" : " failed"),
          of,
          about,
          Field.of("took_ms", String.valueOf(took.toMillis())));
    }
  }

  @Override
  public ProviderSchema schema() {
    return logged("GetProviderSchema", "", provider::schema);
  }

  @Override
  public Optional<ProviderSchema> describedAnew() {
    return logged("GetProviderSchema", "", provider::describedAnew);
  }

  @Override
  public List<ProviderDiagnostic> validateProviderConfig(Value config, CallContext context) {
    return logged(
        "ValidateProviderConfig", "", () -> provider.validateProviderConfig(config, context));
  }

  @Override
  public List<ProviderDiagnostic> validateResourceConfig(
      String type, Value config, ClientCapabilities capabilities, CallContext context) {
    return logged(
        "ValidateResourceConfig",
        type,
        () -> provider.validateResourceConfig(type, config, capabilities, context));
  }

  @Override
  public List<ProviderDiagnostic> validateDataSourceConfig(
      String type, Value config, CallContext context) {
    return logged(
        "ValidateDataSourceConfig",
        type,
        () -> provider.validateDataSourceConfig(type, config, context));
  }

  @Override
  public List<ProviderDiagnostic> validateEphemeralConfig(
      String type, Value config, CallContext context) {
    return logged(
        "ValidateEphemeralConfig",
        type,
        () -> provider.validateEphemeralConfig(type, config, context));
  }

  @Override
  public List<ProviderDiagnostic> configure(
      Value config, String clientVersion, ClientCapabilities capabilities, CallContext context) {
    return logged(
        "ConfigureProvider",
        "",
        () -> provider.configure(config, clientVersion, capabilities, context));
  }

  @Override
  public UpgradeResourceState.Response upgradeResourceState(
      UpgradeResourceState.Request request, CallContext context) {
    return logged(
        "UpgradeResourceState",
        request.type(),
        () -> provider.upgradeResourceState(request, context));
  }

  @Override
  public UpgradeResourceState.Response upgradeResourceIdentity(
      UpgradeResourceState.Request request, CallContext context) {
    return logged(
        "UpgradeResourceIdentity",
        request.type(),
        () -> provider.upgradeResourceIdentity(request, context));
  }

  @Override
  public ReadResource.Response readResource(ReadResource.Request request, CallContext context) {
    return logged("ReadResource", request.type(), () -> provider.readResource(request, context));
  }

  @Override
  public PlanResourceChange.Response planResourceChange(
      PlanResourceChange.Request request, CallContext context) {
    return logged(
        "PlanResourceChange", request.type(), () -> provider.planResourceChange(request, context));
  }

  @Override
  public ApplyResourceChange.Response applyResourceChange(
      ApplyResourceChange.Request request, CallContext context) {
    return logged(
        "ApplyResourceChange",
        request.type(),
        () -> provider.applyResourceChange(request, context));
  }

  @Override
  public ImportResourceState.Response importResourceState(
      ImportResourceState.Request request, CallContext context) {
    return logged(
        "ImportResourceState",
        request.type(),
        () -> provider.importResourceState(request, context));
  }

  @Override
  public MoveResourceState.Response moveResourceState(
      MoveResourceState.Request request, CallContext context) {
    return logged(
        "MoveResourceState",
        request.targetType(),
        () -> provider.moveResourceState(request, context));
  }

  @Override
  public ReadDataSource.Response readDataSource(
      ReadDataSource.Request request, CallContext context) {
    return logged(
        "ReadDataSource", request.type(), () -> provider.readDataSource(request, context));
  }

  @Override
  public EphemeralResource.OpenResponse openEphemeral(
      EphemeralResource.OpenRequest request, CallContext context) {
    return logged(
        "OpenEphemeralResource", request.type(), () -> provider.openEphemeral(request, context));
  }

  @Override
  public EphemeralResource.RenewResponse renewEphemeral(
      EphemeralResource.Handle request, CallContext context) {
    return logged(
        "RenewEphemeralResource", request.type(), () -> provider.renewEphemeral(request, context));
  }

  @Override
  public List<ProviderDiagnostic> closeEphemeral(
      EphemeralResource.Handle request, CallContext context) {
    return logged(
        "CloseEphemeralResource", request.type(), () -> provider.closeEphemeral(request, context));
  }

  @Override
  public List<ProviderDiagnostic> listResource(
      ListResource.Request request, CallContext context, Consumer<ListResource.Found> found) {
    return logged(
        "ListResource", request.type(), () -> provider.listResource(request, context, found));
  }

  @Override
  public CallFunction.Response callFunction(CallFunction.Request request, CallContext context) {
    return logged("CallFunction", request.name(), () -> provider.callFunction(request, context));
  }

  @Override
  public void stop() {
    log.core(Severity.DEBUG, "StopProvider", Field.of("provider", name));
    provider.stop();
  }

  @Override
  public void close() {
    log.core(Severity.TRACE, "the provider is closed", Field.of("provider", name));
    provider.close();
  }
}
