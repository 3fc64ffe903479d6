package dev.ingot.deploy.call;

import dev.ingot.address.InstanceAddress;
import dev.ingot.deploy.configuration.ResourceConfiguration;
import dev.ingot.deploy.stored.ResourceType;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.value.Bytes;
import dev.ingot.lang.value.Value;
import dev.ingot.provider.EphemeralResource;
import dev.ingot.provider.Provider;
import dev.ingot.provider.ProviderDiagnostic;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * The calls of a provider about ephemeral resources, behind the same door as its others. Safe for
 * use by several threads.
 */
public final class EphemeralCalls {
  private final BiFunction<String, CallSubject, Provider> answering;
  private final CallGuard guard;
  private final CallAnswers answers;

  /**
   * @param answering what answers calls about one of a type
   */
  EphemeralCalls(
      BiFunction<String, CallSubject, Provider> answering, CallGuard guard, CallAnswers answers) {
    this.answering = answering;
    this.guard = guard;
    this.answers = answers;
  }

  /**
   * Opens one; empty after an error.
   *
   * @param config wholly known, without marks
   */
  public Optional<EphemeralResource.OpenResponse> open(
      InstanceAddress address,
      ResourceConfiguration resource,
      ResourceType type,
      Value config,
      Diagnostics diagnostics) {
    Optional<EphemeralResource.OpenResponse> opened =
        open(type, config, CallSubject.declared(address, resource), diagnostics);
    if (opened.isPresent()) {
      Value result = opened.get().result();
      List<String> wrong = Conformity.applied(Conformity.configured(config), result);
      if (result.isNull() || !wrong.isEmpty()) {
        diagnostics.error(
            "Provider produced invalid object",
            "The provider opened "
                + address
                + " with another value than was asked for"
                + (wrong.isEmpty() ? "." : ": " + String.join("; ", wrong) + "."),
            resource.declaration());
        boolean _ = close(address, resource, opened.get().privateData(), diagnostics);
        return Optional.empty();
      }
    }
    return opened;
  }

  Optional<EphemeralResource.OpenResponse> open(
      ResourceType type, Value config, CallSubject subject, Diagnostics diagnostics) {
    return answers
        .throttled(
            Call.OPEN,
            subject,
            diagnostics,
            () ->
                answering
                    .apply(type.name(), subject)
                    .openEphemeral(
                        new EphemeralResource.OpenRequest(
                            type.name(), config, GuardedProvider.CAPABILITIES),
                        guard.context(Call.OPEN)))
        .filter(response -> subject.report(response.diagnostics(), diagnostics))
        .filter(
            response -> answers.isNotDeferred(Call.OPEN, response.deferred(), subject, diagnostics))
        .filter(
            response ->
                answers.isKnownObject(Call.OPEN, response.result(), type, subject, diagnostics));
  }

  /**
   * Renews one; empty after an error. It doesn't wait for other calls to end, so that it comes in
   * time.
   */
  public Optional<EphemeralResource.RenewResponse> renew(
      InstanceAddress address,
      ResourceConfiguration resource,
      Bytes kept,
      Diagnostics diagnostics) {
    return renew(resource.type(), kept, CallSubject.declared(address, resource), diagnostics);
  }

  Optional<EphemeralResource.RenewResponse> renew(
      String type, Bytes kept, CallSubject subject, Diagnostics diagnostics) {
    return answers
        .ask(
            Call.RENEW,
            subject,
            diagnostics,
            () ->
                answering
                    .apply(type, subject)
                    .renewEphemeral(
                        new EphemeralResource.Handle(type, kept), guard.context(Call.RENEW)))
        .filter(response -> subject.report(response.diagnostics(), diagnostics));
  }

  /** Closes one, also when the run was cancelled; whether that worked. */
  public boolean close(
      InstanceAddress address,
      ResourceConfiguration resource,
      Bytes kept,
      Diagnostics diagnostics) {
    return close(resource.type(), kept, CallSubject.declared(address, resource), diagnostics);
  }

  boolean close(String type, Bytes kept, CallSubject subject, Diagnostics diagnostics) {
    Optional<List<ProviderDiagnostic>> reported =
        answers.ask(
            Call.CLOSE,
            subject,
            diagnostics,
            () ->
                answering
                    .apply(type, subject)
                    .closeEphemeral(
                        new EphemeralResource.Handle(type, kept), guard.context(Call.CLOSE)));
    return reported.map(each -> subject.report(each, diagnostics)).orElse(false);
  }
}
