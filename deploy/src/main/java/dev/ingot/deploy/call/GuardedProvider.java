package dev.ingot.deploy.call;

import dev.ingot.address.ProviderAddress;
import dev.ingot.address.ResourceMode;
import dev.ingot.deploy.configuration.LanguageVersion;
import dev.ingot.deploy.mock.Mock;
import dev.ingot.deploy.stored.ResourceType;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import dev.ingot.provider.ApplyResourceChange;
import dev.ingot.provider.CallContext;
import dev.ingot.provider.CallFunction;
import dev.ingot.provider.ClientCapabilities;
import dev.ingot.provider.ImportResourceState;
import dev.ingot.provider.MoveResourceState;
import dev.ingot.provider.PlanResourceChange;
import dev.ingot.provider.Provider;
import dev.ingot.provider.ProviderDiagnostic;
import dev.ingot.provider.ProviderSchema;
import dev.ingot.provider.ReadDataSource;
import dev.ingot.provider.ReadResource;
import dev.ingot.provider.UpgradeResourceState;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;

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

  /** What this engine understands: no plan leaves changes to a later one. */
  static final ClientCapabilities CAPABILITIES = new ClientCapabilities(false, true);

  private final ProviderAddress address;
  private final Provider provider;
  private final ProviderSchema schema;
  private final CallGuard guard;
  private final CallAnswers answers;
  private final StandIns standIns;
  private final Value metadata;

  GuardedProvider(
      ProviderAddress address,
      Provider provider,
      ProviderSchema schema,
      CallGuard guard,
      StandIns standIns) {
    this(address, provider, schema, guard, standIns, Values.NULL);
  }

  private GuardedProvider(
      ProviderAddress address,
      Provider provider,
      ProviderSchema schema,
      CallGuard guard,
      StandIns standIns,
      Value metadata) {
    this.standIns = standIns;
    this.metadata = metadata;
    this.address = address;
    this.provider = provider;
    this.schema = schema;
    this.guard = guard;
    this.answers = new CallAnswers(address, guard, schema.capabilities().withoutEffects());
  }

  /** The same provider, which describes itself so. */
  GuardedProvider described(ProviderSchema other) {
    return new GuardedProvider(address, provider, other, guard, standIns, metadata);
  }

  /** How it describes itself now, if that is another way than before. */
  Optional<ProviderSchema> describedAnew() {
    CallGuard.Attempt<Optional<ProviderSchema>> attempt =
        guard.attempt(Call.SCHEMA, address.isBuiltIn(), provider::describedAnew);
    // It is used as it described itself before: what it lacks then is reported.
    return attempt instanceof CallGuard.Attempt.Answered<Optional<ProviderSchema>>(var anew)
        ? anew
        : Optional.empty();
  }

  /** The same provider, told with each call what a module says. */
  GuardedProvider told(Value what) {
    return new GuardedProvider(address, provider, schema, guard, standIns, what);
  }

  /** The same provider, which from now on only checks: a mock answers everything else. */
  GuardedProvider mocked(Mock by) {
    return new GuardedProvider(
        address,
        provider,
        schema,
        guard,
        new StandIns(standIns.substitutes(), Optional.of(by)),
        metadata);
  }

  private Provider answering(ResourceMode mode, ResourceType type, CallSubject subject) {
    return standIns.answering(provider, schema, mode, type.name(), subject);
  }

  ProviderAddress address() {
    return address;
  }

  /** Its calls about ephemeral resources. */
  public EphemeralCalls ephemeral() {
    return new EphemeralCalls(
        (type, subject) ->
            standIns.answering(provider, schema, ResourceMode.EPHEMERAL, type, subject),
        guard,
        answers);
  }

  /** All that it offers. */
  public ProviderSchema schema() {
    return schema;
  }

  /** Checks its own configuration; whether it has no fault. */
  boolean validateConfig(Value config, CallSubject subject, Diagnostics diagnostics) {
    return answers
        .ask(
            Call.VALIDATE,
            subject,
            diagnostics,
            () -> provider.validateProviderConfig(config, guard.context(Call.VALIDATE)))
        .map(reported -> subject.report(reported, diagnostics))
        .orElse(false);
  }

  /** Makes it ready; whether that worked. */
  boolean configure(Value config, CallSubject subject, Diagnostics diagnostics) {
    return answers
        .ask(
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
    return answers.ask(
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
    return answers
        .ask(
            Call.UPGRADE,
            subject,
            diagnostics,
            () -> provider.upgradeResourceState(request, guard.context(Call.UPGRADE)))
        .filter(response -> subject.report(response.diagnostics(), diagnostics))
        .map(UpgradeResourceState.Response::value)
        .filter(value -> answers.isKnownObject(Call.UPGRADE, value, type, subject, diagnostics));
  }

  /** An identity that was stored by another schema, by the present one; empty after an error. */
  Optional<Value> upgradeIdentity(
      UpgradeResourceState.Request request, CallSubject subject, Diagnostics diagnostics) {
    return answers
        .ask(
            Call.UPGRADE,
            subject,
            diagnostics,
            () -> provider.upgradeResourceIdentity(request, guard.context(Call.UPGRADE)))
        .filter(response -> subject.report(response.diagnostics(), diagnostics))
        .map(UpgradeResourceState.Response::value)
        .filter(value -> !value.isNull());
  }

  /** An object of another type by the present one; empty after an error. */
  Optional<MoveResourceState.Response> move(
      ResourceType type,
      MoveResourceState.Request request,
      CallSubject subject,
      Diagnostics diagnostics) {
    return answers
        .ask(
            Call.MOVE,
            subject,
            diagnostics,
            () -> provider.moveResourceState(request, guard.context(Call.MOVE)))
        .filter(response -> subject.report(response.diagnostics(), diagnostics))
        .filter(
            response ->
                answers.isKnownObject(Call.MOVE, response.value(), type, subject, diagnostics));
  }

  /** Refreshes an object; empty after an error. */
  Optional<ReadResource.Response> read(
      ResourceType type, Value current, Kept kept, CallSubject subject, Diagnostics diagnostics) {
    return answers
        .throttled(
            Call.READ,
            subject,
            diagnostics,
            () ->
                answering(ResourceMode.MANAGED, type, subject)
                    .readResource(
                        new ReadResource.Request(
                            type.name(),
                            current,
                            kept.privateData(),
                            metadata,
                            kept.identity(),
                            CAPABILITIES),
                        guard.context(Call.READ)))
        .filter(response -> subject.report(response.diagnostics(), diagnostics))
        .filter(
            response -> answers.isNotDeferred(Call.READ, response.deferred(), subject, diagnostics))
        .filter(
            response ->
                answers.isKnownObject(Call.READ, response.value(), type, subject, diagnostics));
  }

  /** Plans a change; empty after an error. */
  Optional<PlanResourceChange.Response> plan(
      ResourceType type,
      Value prior,
      Value proposed,
      Value config,
      Kept kept,
      CallSubject subject,
      Diagnostics diagnostics) {
    return answers
        .throttled(
            Call.PLAN,
            subject,
            diagnostics,
            () ->
                answering(ResourceMode.MANAGED, type, subject)
                    .planResourceChange(
                        new PlanResourceChange.Request(
                            type.name(),
                            prior,
                            proposed,
                            config,
                            kept.privateData(),
                            metadata,
                            kept.identity(),
                            CAPABILITIES),
                        guard.context(Call.PLAN)))
        .filter(response -> subject.report(response.diagnostics(), diagnostics))
        .filter(
            response -> answers.isNotDeferred(Call.PLAN, response.deferred(), subject, diagnostics))
        .filter(
            response ->
                answers.hasShape(
                    Call.PLAN, response.planned(), type.objectType(), subject, diagnostics))
        .filter(
            response ->
                answers.hasNoWriteOnly(Call.PLAN, response.planned(), type, subject, diagnostics));
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
      Kept kept,
      CallSubject subject,
      Diagnostics diagnostics) {
    return answers
        .throttled(
            call,
            subject,
            diagnostics,
            () ->
                answering(ResourceMode.MANAGED, type, subject)
                    .applyResourceChange(
                        new ApplyResourceChange.Request(
                            type.name(),
                            prior,
                            planned,
                            config,
                            kept.privateData(),
                            metadata,
                            kept.identity()),
                        guard.context(call)))
        .map(
            response -> new Applied(response, !subject.report(response.diagnostics(), diagnostics)))
        .filter(
            applied ->
                answers.hasShape(
                    call, applied.response().value(), type.objectType(), subject, diagnostics));
  }

  /**
   * Finds an object that exists already; empty after an error.
   *
   * @param id empty where an identity is given
   */
  Optional<List<ImportResourceState.Imported>> find(
      ResourceType type,
      String id,
      Optional<Value> identity,
      CallSubject subject,
      Diagnostics diagnostics) {
    return answers
        .throttled(
            Call.IMPORT,
            subject,
            diagnostics,
            () ->
                answering(ResourceMode.MANAGED, type, subject)
                    .importResourceState(
                        new ImportResourceState.Request(type.name(), id, identity, CAPABILITIES),
                        guard.context(Call.IMPORT)))
        .filter(response -> subject.report(response.diagnostics(), diagnostics))
        .filter(
            response ->
                answers.isNotDeferred(Call.IMPORT, response.deferred(), subject, diagnostics))
        .map(ImportResourceState.Response::imported)
        .filter(
            imported ->
                imported.stream()
                    .filter(each -> each.type().equals(type.name()))
                    .allMatch(
                        each ->
                            answers.isKnownObject(
                                Call.IMPORT, each.value(), type, subject, diagnostics)));
  }

  /** Reads a data source; empty after an error. */
  Optional<Value> readData(
      ResourceType type, Value config, CallSubject subject, Diagnostics diagnostics) {
    Supplier<ReadDataSource.Response> request =
        () ->
            answering(ResourceMode.DATA, type, subject)
                .readDataSource(
                    new ReadDataSource.Request(type.name(), config, metadata, CAPABILITIES),
                    guard.context(Call.READ_DATA).about(subject.name()));
    // Even what works in memory reads its data from elsewhere.
    return answers
        .answer(
            Call.READ_DATA, subject, diagnostics, guard.throttled(Call.READ_DATA, false, request))
        .filter(response -> subject.report(response.diagnostics(), diagnostics))
        .filter(
            response ->
                answers.isNotDeferred(Call.READ_DATA, response.deferred(), subject, diagnostics))
        .map(ReadDataSource.Response::value)
        .filter(
            value ->
                answers.hasShape(Call.READ_DATA, value, type.objectType(), subject, diagnostics));
  }

  /** Runs one of its functions. */
  CallFunction.Response function(CallFunction.Request request, Type returns) {
    CallSubject subject = new CallSubject(request.name(), Optional.empty(), false);
    Diagnostics diagnostics = new Diagnostics();
    return answers
        .ask(
            Call.FUNCTION,
            subject,
            diagnostics,
            () -> provider.callFunction(request, guard.context(Call.FUNCTION)))
        .filter(
            response ->
                !(response instanceof CallFunction.Result(Value value))
                    || answers.hasShape(Call.FUNCTION, value, returns, subject, diagnostics))
        .orElseGet(
            () ->
                new CallFunction.Failure(
                    diagnostics.list().getFirst().detail(), OptionalInt.empty()));
  }
}
