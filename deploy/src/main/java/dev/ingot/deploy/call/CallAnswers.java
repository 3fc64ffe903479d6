package dev.ingot.deploy.call;

import dev.ingot.address.ProviderAddress;
import dev.ingot.deploy.stored.ResourceType;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.ValuePath;
import dev.ingot.lang.value.Values;
import dev.ingot.provider.DeferredReason;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes calls of one provider, and judges what they return; what is wrong becomes an error. */
final class CallAnswers {
  private static final String BUG =
      "This is a bug in the provider, which should be reported in the provider's own issue"
          + " tracker.";

  private final ProviderAddress address;
  private final CallGuard guard;
  private final boolean inMemory;

  /**
   * @param inMemory whether the provider works in the memory of this process only
   */
  CallAnswers(ProviderAddress address, CallGuard guard, boolean inMemory) {
    this.address = address;
    this.guard = guard;
    this.inMemory = inMemory;
  }

  /** Whether a call was not deferred: this engine never allows that. */
  boolean isNotDeferred(
      Call call, Optional<DeferredReason> deferred, CallSubject subject, Diagnostics diagnostics) {
    deferred.ifPresent(
        reason ->
            diagnostics.add(
                subject.error(
                    "Provider deferred a change",
                    failure(call, subject)
                        + " deferred it to a later plan ("
                        + reason
                        + "), although deferrals are not allowed.\n\n"
                        + BUG)));
    return deferred.isEmpty();
  }

  boolean isKnownObject(
      Call call, Value value, ResourceType type, CallSubject subject, Diagnostics diagnostics) {
    if (!hasShape(call, value, type.objectType(), subject, diagnostics)) {
      return false;
    }
    if (!Values.isWhollyKnown(value)) {
      diagnostics.add(nonsense(call, subject, "an object with unknown values"));
      return false;
    }
    return hasNoWriteOnly(call, value, type, subject, diagnostics);
  }

  /** Whether an object lacks what must never be stored. */
  boolean hasNoWriteOnly(
      Call call, Value value, ResourceType type, CallSubject subject, Diagnostics diagnostics) {
    List<ValuePath> given = type.writeOnlyValues(value);
    given.stream()
        .findFirst()
        .ifPresent(
            path ->
                diagnostics.add(
                    nonsense(call, subject, "a value of the write-only attribute " + path)));
    return given.isEmpty();
  }

  boolean hasShape(
      Call call, Value value, Type type, CallSubject subject, Diagnostics diagnostics) {
    Optional<String> misfit = AnswerShape.misfit(value, type);
    misfit.ifPresent(
        what -> diagnostics.add(nonsense(call, subject, "a value of the wrong type: " + what)));
    return misfit.isEmpty();
  }

  <T> Optional<T> throttled(
      Call call, CallSubject subject, Diagnostics diagnostics, Supplier<@Nullable T> request) {
    return answer(call, subject, diagnostics, guard.throttled(call, inMemory, request));
  }

  <T> Optional<T> ask(
      Call call, CallSubject subject, Diagnostics diagnostics, Supplier<@Nullable T> request) {
    return answer(call, subject, diagnostics, guard.attempt(call, inMemory, request));
  }

  <T> Optional<T> answer(
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

  Diagnostic nonsense(Call call, CallSubject subject, String what) {
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
      case CLOSE -> "\n\nIt may still be open.";
      case SCHEMA,
          VALIDATE,
          CONFIGURE,
          UPGRADE,
          MOVE,
          READ,
          PLAN,
          IMPORT,
          READ_DATA,
          FUNCTION,
          OPEN,
          RENEW ->
          "";
    };
  }
}
