package dev.ingot.deploy.ephemeral;

import dev.ingot.address.InstanceAddress;
import dev.ingot.deploy.Event.EphemeralAction;
import dev.ingot.deploy.call.EphemeralCalls;
import dev.ingot.deploy.configuration.ResourceConfiguration;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.value.Bytes;
import dev.ingot.provider.EphemeralResource;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * An open instance of an ephemeral resource. It is renewed in the background, a while before the
 * time that its provider gave, until it is closed.
 */
final class OpenInstance {
  /** Whatever time a provider gives, it isn't asked more often. */
  private static final Duration LEAST = Duration.ofSeconds(1);

  /** Time enough for the call, where the lease lasts long. */
  private static final Duration MOST_AHEAD = Duration.ofMinutes(1);

  private final InstanceAddress address;
  private final ResourceConfiguration resource;
  private final EphemeralCalls calls;
  private final Timed timed;
  private final Clock clock;
  private final Diagnostics diagnostics;
  private final Runnable expired;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition closing = lock.newCondition();
  private Bytes kept;
  private Optional<Thread> renewal = Optional.empty();
  private boolean closed;

  /**
   * @param expired what is done where a renewal fails, once
   */
  OpenInstance(
      InstanceAddress address,
      ResourceConfiguration resource,
      EphemeralCalls calls,
      Bytes kept,
      Timed timed,
      Clock clock,
      Diagnostics diagnostics,
      Runnable expired) {
    this.expired = expired;
    this.address = address;
    this.resource = resource;
    this.calls = calls;
    this.kept = kept;
    this.timed = timed;
    this.clock = clock;
    this.diagnostics = diagnostics;
  }

  /** Renews it from now on. */
  void renewBefore(Instant first) {
    renewal =
        Optional.of(
            Thread.ofVirtual()
                .name("renewal of " + address)
                .start(() -> renewUntilClosed(pause(first, Duration.ZERO))));
  }

  private Duration pause(Instant due, Duration least) {
    Duration left = Duration.between(clock.instant(), due);
    Duration tenth = left.dividedBy(10);
    Duration pause = left.minus(tenth.compareTo(MOST_AHEAD) > 0 ? MOST_AHEAD : tenth);
    return pause.compareTo(least) < 0 ? least : pause;
  }

  private void renewUntilClosed(Duration first) {
    Optional<Duration> next = Optional.of(first);
    while (next.isPresent() && isOpenAfter(next.get())) {
      Diagnostics own = new Diagnostics();
      Optional<EphemeralResource.RenewResponse> renewed =
          timed.call(address, EphemeralAction.RENEW, () -> renew(own));
      // What has its value goes on: that the lease may end is no failure yet.
      own.list().stream().map(Diagnostic::asWarning).forEach(diagnostics::add);
      renewed.ifPresent(response -> kept = response.privateData());
      next =
          renewed.flatMap(EphemeralResource.RenewResponse::renewAt).map(due -> pause(due, LEAST));
    }
  }

  private Optional<EphemeralResource.RenewResponse> renew(Diagnostics own) {
    Optional<EphemeralResource.RenewResponse> renewed = calls.renew(address, resource, kept, own);
    if (renewed.isEmpty()) {
      expired.run();
    }
    return renewed;
  }

  private boolean isOpenAfter(Duration pause) {
    lock.lock();
    try {
      long left = saturatedNanos(pause);
      while (!closed && left > 0) {
        left = closing.awaitNanos(left);
      }
      return !closed;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }

  private static long saturatedNanos(Duration duration) {
    return duration.compareTo(Duration.ofDays(365)) > 0
        ? Duration.ofDays(365).toNanos()
        : duration.toNanos();
  }

  /** Closes it, once a renewal in progress has ended. */
  void close() {
    lock.lock();
    try {
      closed = true;
      closing.signalAll();
    } finally {
      lock.unlock();
    }
    renewal.ifPresent(OpenInstance::await);
    timed.call(
        address,
        EphemeralAction.CLOSE,
        () ->
            calls.close(address, resource, kept, diagnostics)
                ? Optional.of(true)
                : Optional.empty());
  }

  private static void await(Thread thread) {
    boolean interrupted = false;
    while (true) {
      try {
        thread.join();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
