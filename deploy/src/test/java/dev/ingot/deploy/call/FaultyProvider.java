package dev.ingot.deploy.call;

import dev.ingot.lang.value.Bytes;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.ValuePath;
import dev.ingot.provider.ApplyResourceChange;
import dev.ingot.provider.CallContext;
import dev.ingot.provider.CallFunction;
import dev.ingot.provider.ClientCapabilities;
import dev.ingot.provider.DeferredReason;
import dev.ingot.provider.EphemeralResource;
import dev.ingot.provider.ImportResourceState;
import dev.ingot.provider.MoveResourceState;
import dev.ingot.provider.PlanResourceChange;
import dev.ingot.provider.ProviderDiagnostic;
import dev.ingot.provider.ProviderException;
import dev.ingot.provider.ProviderSchema;
import dev.ingot.provider.ReadDataSource;
import dev.ingot.provider.ReadResource;
import dev.ingot.provider.UpgradeResourceState;
import dev.ingot.provider.fake.FakeCloud;
import dev.ingot.provider.fake.FakeProvider;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;

/** A provider with one fault in one call. */
final class FaultyProvider extends FakeProvider {
  /** What is wrong. */
  enum Fault {
    THROWS,
    THROWS_UNDECLARED,
    REFUSES,
    OVERFLOWS,
    ANSWERS_NOTHING,
    ANSWERS_NONSENSE,
    HANGS,
    /** It leaves the change to a later plan, which nobody allowed. */
    DEFERS,
    /** Not its fault: this process has no memory left. */
    OUT_OF_MEMORY
  }

  private static final Value NONSENSE = Value.of("nonsense");
  private final Call call;
  private final Fault fault;

  FaultyProvider(Call call, Fault fault) {
    super(new FakeCloud());
    this.call = call;
    this.fault = fault;
  }

  private Optional<DeferredReason> deferred() {
    return fault == Fault.DEFERS
        ? Optional.of(DeferredReason.ABSENT_PREREQUISITE)
        : Optional.empty();
  }

  // A provider of somebody else isn't checked for nulls.
  @SuppressWarnings("NullAway")
  private <T> T at(Call asked, Supplier<T> right, Supplier<T> nonsense) {
    if (asked != call) {
      return right.get();
    }
    return switch (fault) {
      case THROWS -> throw new IllegalStateException("out of paper");
      case THROWS_UNDECLARED -> throw undeclared(new IOException("out of paper"));
      case REFUSES -> throw new ProviderException("out of paper");
      case OVERFLOWS -> throw new StackOverflowError();
      case ANSWERS_NOTHING -> null;
      case ANSWERS_NONSENSE, DEFERS -> nonsense.get();
      case HANGS -> {
        hang();
        yield right.get();
      }
      case OUT_OF_MEMORY -> throw new OutOfMemoryError("out of memory");
    };
  }

  @SuppressWarnings("unchecked")
  private static <E extends Exception> RuntimeException undeclared(Exception thrown) throws E {
    throw (E) thrown;
  }

  private static void hang() {
    CountDownLatch never = new CountDownLatch(1);
    while (true) {
      try {
        never.await();
      } catch (InterruptedException e) {
        // It doesn't listen.
      }
    }
  }

  @Override
  public ProviderSchema schema() {
    return at(Call.SCHEMA, super::schema, super::schema);
  }

  @Override
  public List<ProviderDiagnostic> configure(
      Value config, String version, ClientCapabilities capabilities, CallContext context) {
    return at(
        Call.CONFIGURE,
        () -> super.configure(config, version, capabilities, context),
        () -> List.of(ProviderDiagnostic.error("nonsense", "")));
  }

  @Override
  public List<ProviderDiagnostic> validateResourceConfig(
      String type, Value config, ClientCapabilities capabilities, CallContext context) {
    return at(
        Call.VALIDATE,
        () -> super.validateResourceConfig(type, config, capabilities, context),
        () ->
            List.of(
                ProviderDiagnostic.error("nonsense", "", ValuePath.ROOT.attribute("no").index(3))));
  }

  @Override
  public UpgradeResourceState.Response upgradeResourceState(
      UpgradeResourceState.Request request, CallContext context) {
    return at(
        Call.UPGRADE,
        () -> super.upgradeResourceState(request, context),
        () -> new UpgradeResourceState.Response(NONSENSE, List.of()));
  }

  @Override
  public MoveResourceState.Response moveResourceState(
      MoveResourceState.Request request, CallContext context) {
    return at(
        Call.MOVE,
        () -> {
          UpgradeResourceState.Response read =
              super.upgradeResourceState(
                  new UpgradeResourceState.Request(request.targetType(), 0, request.sourceState()),
                  context);
          return new MoveResourceState.Response(
              read.value(), Bytes.EMPTY, Optional.empty(), read.diagnostics());
        },
        () -> new MoveResourceState.Response(NONSENSE, Bytes.EMPTY, Optional.empty(), List.of()));
  }

  @Override
  public ReadResource.Response readResource(ReadResource.Request request, CallContext context) {
    return at(
        Call.READ,
        () -> super.readResource(request, context),
        () ->
            new ReadResource.Response(
                NONSENSE, Bytes.EMPTY, deferred(), Optional.empty(), List.of()));
  }

  @Override
  public PlanResourceChange.Response planResourceChange(
      PlanResourceChange.Request request, CallContext context) {
    return at(
        Call.PLAN,
        () -> super.planResourceChange(request, context),
        () ->
            new PlanResourceChange.Response(
                NONSENSE, List.of(), Bytes.EMPTY, deferred(), Optional.empty(), true, List.of()));
  }

  @Override
  public ApplyResourceChange.Response applyResourceChange(
      ApplyResourceChange.Request request, CallContext context) {
    Call asked =
        request.prior().isNull()
            ? Call.CREATE
            : request.planned().isNull() ? Call.DESTROY : Call.UPDATE;
    return at(
        asked,
        () -> super.applyResourceChange(request, context),
        () ->
            new ApplyResourceChange.Response(
                NONSENSE, Bytes.EMPTY, Optional.empty(), true, List.of()));
  }

  @Override
  public ImportResourceState.Response importResourceState(
      ImportResourceState.Request request, CallContext context) {
    return at(
        Call.IMPORT,
        () -> super.importResourceState(request, context),
        () ->
            new ImportResourceState.Response(
                List.of(
                    new ImportResourceState.Imported(
                        request.type(), NONSENSE, Bytes.EMPTY, Optional.empty())),
                deferred(),
                List.of()));
  }

  @Override
  public ReadDataSource.Response readDataSource(
      ReadDataSource.Request request, CallContext context) {
    return at(
        Call.READ_DATA,
        () -> super.readDataSource(request, context),
        () -> new ReadDataSource.Response(NONSENSE, deferred(), List.of()));
  }

  @Override
  public CallFunction.Response callFunction(CallFunction.Request request, CallContext context) {
    return at(
        Call.FUNCTION,
        () -> super.callFunction(request, context),
        () -> new CallFunction.Result(NONSENSE));
  }

  @Override
  public EphemeralResource.OpenResponse openEphemeral(
      EphemeralResource.OpenRequest request, CallContext context) {
    return at(
        Call.OPEN,
        () -> super.openEphemeral(request, context),
        () ->
            new EphemeralResource.OpenResponse(
                NONSENSE, Bytes.EMPTY, Optional.empty(), deferred(), List.of()));
  }

  @Override
  public EphemeralResource.RenewResponse renewEphemeral(
      EphemeralResource.Handle request, CallContext context) {
    return at(
        Call.RENEW,
        () -> super.renewEphemeral(request, context),
        () -> super.renewEphemeral(request, context));
  }

  @Override
  public List<ProviderDiagnostic> closeEphemeral(
      EphemeralResource.Handle request, CallContext context) {
    return at(
        Call.CLOSE,
        () -> super.closeEphemeral(request, context),
        () -> super.closeEphemeral(request, context));
  }
}
