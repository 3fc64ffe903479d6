package dev.ingot.deploy.call;

import dev.ingot.graph.Cancellation;
import dev.ingot.provider.CallContext;
import dev.ingot.provider.ProviderException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes calls that may never return or throw anything. A call that computes is given up after a
 * limit; a call that changes nothing is given up some time after a cancel; a call that changes
 * something is always waited for.
 */
final class CallGuard implements AutoCloseable {
  private final Throttle throttle;
  private final Cancellation cancellation;
  private final CallLimits limits;
  private final Set<Pending<?>> waiting = ConcurrentHashMap.newKeySet();
  private final Cancellation.Registration registration;

  CallGuard(Throttle throttle, Cancellation cancellation, CallLimits limits) {
    this.throttle = throttle;
    this.cancellation = cancellation;
    this.limits = limits;
    this.registration = cancellation.onCancel(this::giveUpSoon);
  }

  /** How a call ended. */
  sealed interface Attempt<T> {
    /** It returned a result. */
    record Answered<T>(T answer) implements Attempt<T> {}

    /**
     * It returned nothing.
     *
     * @param why a sentence without its end
     * @param bug whether that is a mistake of the provider itself
     */
    record Failed<T>(String why, boolean bug) implements Attempt<T> {}

    /** It took longer than it may. */
    record TooLong<T>(Duration limit) implements Attempt<T> {}

    /** It did not end after a cancel. */
    record GivenUp<T>() implements Attempt<T> {}
  }

  /** What a provider is given with a call. */
  CallContext context(Call call) {
    return new CallContext(cancellation, limit(call), Optional.empty());
  }

  private Optional<Duration> limit(Call call) {
    return switch (call.kind()) {
      case COMPUTES, LEASES -> Optional.of(limits.computing());
      case ASKS -> limits.asking();
      case CHANGES -> Optional.empty();
    };
  }

  Throttle throttle() {
    return throttle;
  }

  Cancellation cancellation() {
    return cancellation;
  }

  /**
   * Makes a call within the limit of calls at once.
   *
   * @param inMemory whether the provider works in the memory of this process only, so that there is
   *     nothing it could wait for
   */
  <T> Attempt<T> throttled(Call call, boolean inMemory, Supplier<@Nullable T> request) {
    return throttle.call(() -> attempt(call, inMemory, request));
  }

  /** Makes a call. */
  <T> Attempt<T> attempt(Call call, boolean inMemory, Supplier<@Nullable T> request) {
    if (inMemory || call.kind() == Call.Kind.CHANGES) {
      return direct(request);
    }
    return watched(request, limit(call));
  }

  /** Ends something of a provider, as far as it lets itself be ended. */
  void end(Runnable ending) {
    Attempt<Boolean> _ =
        watched(
            () -> {
              ending.run();
              return true;
            },
            Optional.of(limits.ending()));
  }

  private static <T> Attempt<T> direct(Supplier<@Nullable T> request) {
    try {
      return answered(request.get());
    } catch (Exception | StackOverflowError | LinkageError | AssertionError e) {
      // Any exception: a provider need not have been checked by this compiler. Other Errors, such
      // as one of memory, are this process's own and end the run.
      return failed(e);
    }
  }

  private <T> Attempt<T> watched(Supplier<@Nullable T> request, Optional<Duration> limit) {
    Pending<T> pending = new Pending<>();
    CompletableFuture<Attempt<T>> future = pending.future;
    waiting.add(pending);
    if (cancellation.isCancelled()) {
      giveUpSoon();
    }
    Thread thread =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    future.complete(direct(request));
                  } catch (Error e) {
                    future.completeExceptionally(e);
                  }
                });
    boolean interrupted = false;
    try {
      while (true) {
        try {
          Attempt<T> attempt =
              limit.isPresent()
                  ? future.get(limit.get().toNanos(), TimeUnit.NANOSECONDS)
                  : future.get();
          if (attempt instanceof Attempt.GivenUp<T>) {
            thread.interrupt();
          }
          return attempt;
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (TimeoutException e) {
          thread.interrupt();
          return new Attempt.TooLong<>(limit.orElseThrow());
        } catch (ExecutionException e) {
          if (e.getCause() instanceof Error error) {
            throw error;
          }
          return failed(e);
        }
      }
    } finally {
      waiting.remove(pending);
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void giveUpSoon() {
    waiting.forEach(pending -> pending.giveUpAfter(limits.ending()));
  }

  /** A call with a waiting caller. */
  private static final class Pending<T> {
    final CompletableFuture<Attempt<T>> future = new CompletableFuture<>();

    void giveUpAfter(Duration time) {
      CompletableFuture<Attempt<T>> _ =
          future.completeOnTimeout(new Attempt.GivenUp<>(), time.toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  private static <T> Attempt<T> answered(@Nullable T answer) {
    return answer == null
        ? new Attempt.Failed<>("it returned no answer", true)
        : new Attempt.Answered<>(answer);
  }

  private static <T> Attempt<T> failed(Throwable thrown) {
    String message = thrown.getMessage();
    if (thrown instanceof ProviderException refused) {
      return new Attempt.Failed<>(
          message == null ? "it did not answer" : message,
          refused.reason() == ProviderException.Reason.INVALID_ANSWER);
    }
    String name = thrown.getClass().getSimpleName();
    return new Attempt.Failed<>(message == null ? name : name + ": " + message, true);
  }

  @Override
  public void close() {
    registration.close();
  }
}
