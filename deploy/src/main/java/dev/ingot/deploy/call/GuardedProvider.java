package dev.ingot.deploy.call;

import dev.ingot.address.ProviderAddress;
import dev.ingot.address.ResourceMode;
import dev.ingot.deploy.configuration.LanguageVersion;
import dev.ingot.deploy.stored.ResourceType;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.value.Bytes;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import dev.ingot.provider.ApplyResourceChange;
import dev.ingot.provider.CallContext;
import dev.ingot.provider.CallFunction;
import dev.ingot.provider.ClientCapabilities;
import dev.ingot.provider.ImportResourceState;
import dev.ingot.provider.PlanResourceChange;
import dev.ingot.provider.Provider;
import dev.ingot.provider.ProviderDiagnostic;
import dev.ingot.provider.ProviderSchema;
import dev.ingot.provider.ReadDataSource;
import dev.ingot.provider.ReadResource;
import dev.ingot.provider.UpgradeResourceState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One provider behind the door: what {@link ProviderPool} gives out instead of the provider itself.
 *
 * <p>A call ends with an answer of the right shape in which the provider reported no error, or with
 * an error that names the provider, the call and the object. Whatever the provider does, a call
 * throws nothing, and returns: after a limit if it only computes, some time after a cancel if it
 * changes nothing. A change is waited for as long as it takes.
 *
 * <p>Safe for use by several threads.
 */
public final class GuardedProvider {
  /** The version of the language that providers are told. */
  private static final String CLIENT_VERSION = LanguageVersion.TERRAFORM;

  /** What this engine understands. */
  private static final ClientCapabilities CAPABILITIES = new ClientCapabilities(false, true);

  private static final String BUG =
      "This is a bug in the provider, which should be reported in the provider's own issue"
          + " tracker.";

  private final ProviderAddress address;
  private final Provider provider;
  private final ProviderSchema schema;
  private final CallGuard guard;

  GuardedProvider(
      ProviderAddress address, Provider provider, ProviderSchema schema, CallGuard guard) {
    this.address = address;
    this.provider = provider;
    this.schema = schema;
    this.guard = guard;
  }

  ProviderAddress address() {
    return address;
  }

  /** All that it offers. */
  public ProviderSchema schema() {
    return schema;
  }

  private boolean inMemory() {
    return schema.capabilities().withoutEffects();
  }

  /** Checks its own configuration; whether it has no fault. */
  boolean validateConfig(Value config, CallSubject subject, Diagnostics diagnostics) {
    return ask(
            Call.VALIDATE,
            subject,
            diagnostics,
            () -> provider.validateProviderConfig(config, guard.context(Call.VALIDATE)))
        .map(reported -> subject.report(reported, diagnostics))
        .orElse(false);
  }

  /** Makes it ready; whether that worked. */
  boolean configure(Value config, CallSubject subject, Diagnostics diagnostics) {
    return ask(
            Call.CONFIGURE,
            subject,
            diagnostics,
            () ->
                provider.configure(
                    config, CLIENT_VERSION, CAPABILITIES, guard.context(Call.CONFIGURE)))
        .map(reported -> subject.report(reported, diagnostics))
        .orElse(false);
  }

  /** What it reports of the configuration of a block; empty after an error. */
  Optional<List<ProviderDiagnostic>> validate(
      ResourceMode mode,
      ResourceType type,
      Value config,
      CallSubject subject,
      Diagnostics diagnostics) {
    CallContext context = guard.context(Call.VALIDATE);
    return ask(
        Call.VALIDATE,
        subject,
        diagnostics,
        () ->
            switch (mode) {
              case MANAGED ->
                  provider.validateResourceConfig(type.name(), config, CAPABILITIES, context);
              case DATA -> provider.validateDataSourceConfig(type.name(), config, context);
              case EPHEMERAL -> provider.validateEphemeralConfig(type.name(), config, context);
            });
  }

  /** An object that was stored by another schema, by the present one; empty after an error. */
  Optional<Value> upgrade(
      ResourceType type,
      UpgradeResourceState.Request request,
      CallSubject subject,
      Diagnostics diagnostics) {
    return ask(
            Call.UPGRADE,
            subject,
            diagnostics,
            () -> provider.upgradeResourceState(request, guard.context(Call.UPGRADE)))
        .filter(response -> subject.report(response.diagnostics(), diagnostics))
        .map(UpgradeResourceState.Response::value)
        .filter(value -> isKnownObject(Call.UPGRADE, value, type, subject, diagnostics));
  }

  /** Refreshes an object; empty after an error. */
  Optional<ReadResource.Response> read(
      ResourceType type, Value current, Bytes kept, CallSubject subject, Diagnostics diagnostics) {
    return throttled(
            Call.READ,
            subject,
            diagnostics,
            () ->
                provider.readResource(
                    new ReadResource.Request(
                        type.name(), current, kept, Values.NULL, Optional.empty(), CAPABILITIES),
                    guard.context(Call.READ)))
        .filter(response -> subject.report(response.diagnostics(), diagnostics))
        .filter(response -> isKnownObject(Call.READ, response.value(), type, subject, diagnostics));
  }

  /** Plans a change; empty after an error. */
  Optional<PlanResourceChange.Response> plan(
      ResourceType type,
      Value prior,
      Value proposed,
      Value config,
      Bytes kept,
      CallSubject subject,
      Diagnostics diagnostics) {
    return throttled(
            Call.PLAN,
            subject,
            diagnostics,
            () ->
                provider.planResourceChange(
                    new PlanResourceChange.Request(
                        type.name(),
                        prior,
                        proposed,
                        config,
                        kept,
                        Values.NULL,
                        Optional.empty(),
                        CAPABILITIES),
                    guard.context(Call.PLAN)))
        .filter(response -> subject.report(response.diagnostics(), diagnostics))
        .filter(
            response ->
                hasShape(Call.PLAN, response.planned(), type.objectType(), subject, diagnostics));
  }

  /**
   * A provider's result of a change.
   *
   * @param failed whether it reported errors; the object may be there in part all the same
   */
  record Applied(ApplyResourceChange.Response response, boolean failed) {}

  /** Makes a change; empty where it is not known whether it was made. */
  Optional<Applied> apply(
      Call call,
      ResourceType type,
      Value prior,
      Value planned,
      Value config,
      Bytes plannedPrivate,
      CallSubject subject,
      Diagnostics diagnostics) {
    return throttled(
            call,
            subject,
            diagnostics,
            () ->
                provider.applyResourceChange(
                    new ApplyResourceChange.Request(
                        type.name(),
                        prior,
                        planned,
                        config,
                        plannedPrivate,
                        Values.NULL,
                        Optional.empty()),
                    guard.context(call)))
        .map(
            response -> new Applied(response, !subject.report(response.diagnostics(), diagnostics)))
        .filter(
            applied ->
                hasShape(
                    call, applied.response().value(), type.objectType(), subject, diagnostics));
  }

  /** Finds an object that exists already; empty after an error. */
  Optional<List<ImportResourceState.Imported>> find(
      ResourceType type, String id, CallSubject subject, Diagnostics diagnostics) {
    return throttled(
            Call.IMPORT,
            subject,
            diagnostics,
            () ->
                provider.importResourceState(
                    new ImportResourceState.Request(
                        type.name(), id, Optional.empty(), CAPABILITIES),
                    guard.context(Call.IMPORT)))
        .filter(response -> subject.report(response.diagnostics(), diagnostics))
        .map(ImportResourceState.Response::imported)
        .filter(
            imported ->
                imported.stream()
                    .filter(each -> each.type().equals(type.name()))
                    .allMatch(
                        each ->
                            isKnownObject(Call.IMPORT, each.value(), type, subject, diagnostics)));
  }

  /** Reads a data source; empty after an error. */
  Optional<Value> readData(
      ResourceType type, Value config, CallSubject subject, Diagnostics diagnostics) {
    Supplier<ReadDataSource.Response> request =
        () ->
            provider.readDataSource(
                new ReadDataSource.Request(type.name(), config, Values.NULL, CAPABILITIES),
                guard.context(Call.READ_DATA).about(subject.name()));
    // Even what works in memory reads its data from elsewhere.
    return answer(
            Call.READ_DATA, subject, diagnostics, guard.throttled(Call.READ_DATA, false, request))
        .filter(response -> subject.report(response.diagnostics(), diagnostics))
        .map(ReadDataSource.Response::value)
        .filter(value -> hasShape(Call.READ_DATA, value, type.objectType(), subject, diagnostics));
  }

  /** Runs one of its functions. */
  CallFunction.Response function(CallFunction.Request request, Type returns) {
    CallSubject subject = new CallSubject(request.name(), Optional.empty(), false);
    Diagnostics diagnostics = new Diagnostics();
    return ask(
            Call.FUNCTION,
            subject,
            diagnostics,
            () -> provider.callFunction(request, guard.context(Call.FUNCTION)))
        .filter(
            response ->
                !(response instanceof CallFunction.Result(Value value))
                    || hasShape(Call.FUNCTION, value, returns, subject, diagnostics))
        .orElseGet(
            () ->
                new CallFunction.Failure(
                    diagnostics.list().getFirst().detail(), OptionalInt.empty()));
  }

  private boolean isKnownObject(
      Call call, Value value, ResourceType type, CallSubject subject, Diagnostics diagnostics) {
    if (!hasShape(call, value, type.objectType(), subject, diagnostics)) {
      return false;
    }
    if (!Values.isWhollyKnown(value)) {
      diagnostics.add(nonsense(call, subject, "an object with unknown values"));
      return false;
    }
    return true;
  }

  private boolean hasShape(
      Call call, Value value, Type type, CallSubject subject, Diagnostics diagnostics) {
    Optional<String> misfit = AnswerShape.misfit(value, type);
    misfit.ifPresent(
        what -> diagnostics.add(nonsense(call, subject, "a value of the wrong type: " + what)));
    return misfit.isEmpty();
  }

  private <T> Optional<T> throttled(
      Call call, CallSubject subject, Diagnostics diagnostics, Supplier<@Nullable T> request) {
    return answer(call, subject, diagnostics, guard.throttled(call, inMemory(), request));
  }

  private <T> Optional<T> ask(
      Call call, CallSubject subject, Diagnostics diagnostics, Supplier<@Nullable T> request) {
    return answer(call, subject, diagnostics, guard.attempt(call, inMemory(), request));
  }

  private <T> Optional<T> answer(
      Call call, CallSubject subject, Diagnostics diagnostics, CallGuard.Attempt<T> attempt) {
    return switch (attempt) {
      case CallGuard.Attempt.Answered<T>(T answer) -> Optional.of(answer);
      case CallGuard.Attempt.Failed<T>(String why, boolean bug) -> {
        diagnostics.add(
            subject.error(
                bug ? "Provider failed" : "Provider did not answer",
                failure(call, subject)
                    + " failed: "
                    + why
                    + (bug ? ".\n\n" + BUG : "")
                    + unknownOutcome(call)));
        yield Optional.empty();
      }
      case CallGuard.Attempt.TooLong<T>(Duration limit) -> {
        diagnostics.add(
            subject.error(
                "Provider timed out",
                failure(call, subject)
                    + " did not finish within "
                    + limit.toSeconds()
                    + " seconds. Try again; if it happens every time, the provider is hanging."));
        yield Optional.empty();
      }
      case CallGuard.Attempt.GivenUp<T>() -> {
        diagnostics.add(
            subject.error(
                "Provider did not stop",
                failure(call, subject) + " did not stop after the run was cancelled."));
        yield Optional.empty();
      }
    };
  }

  private Diagnostic nonsense(Call call, CallSubject subject, String what) {
    return subject.error(
        "Provider returned an invalid answer",
        failure(call, subject) + " returned " + what + ".\n\n" + BUG + unknownOutcome(call));
  }

  private String failure(Call call, CallSubject subject) {
    return "The provider "
        + address
        + ", while "
        + call.doing()
        + (call == Call.SCHEMA ? "" : " " + subject.name())
        + ",";
  }

  private static String unknownOutcome(Call call) {
    return switch (call) {
      case CREATE -> "\n\nIt is unknown whether the object was created; the next run looks it up.";
      case UPDATE -> "\n\nIt is unknown whether the object was changed; the next run looks it up.";
      case DESTROY ->
          "\n\nIt is unknown whether the object was destroyed; the next run looks it up.";
      case SCHEMA, VALIDATE, CONFIGURE, UPGRADE, READ, PLAN, IMPORT, READ_DATA, FUNCTION -> "";
    };
  }
}
