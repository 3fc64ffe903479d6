package dev.ingot.deploy.ephemeral;

import dev.ingot.address.InstanceAddress;
import dev.ingot.deploy.Event;
import dev.ingot.deploy.Event.EphemeralAction;
import dev.ingot.deploy.Observer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Tells of calls about ephemeral resources: their begin, every ten seconds, and their end. */
record Timed(Observer observer) {
  private static final long SECONDS = 10;

  /** Makes a call; it failed where its result is empty. */
  <T> Optional<T> call(
      InstanceAddress address, EphemeralAction action, Supplier<Optional<T>> call) {
    observer.on(new Event.EphemeralStart(address, action));
    long start = System.nanoTime();
    CountDownLatch ended = new CountDownLatch(1);
    Thread.ofVirtual().start(() -> tick(address, action, start, ended));
    Optional<T> result;
    try {
      result = call.get();
    } finally {
      ended.countDown();
    }
    Duration elapsed = since(start);
    observer.on(
        result.isPresent()
            ? new Event.EphemeralComplete(address, action, elapsed)
            : new Event.EphemeralErrored(address, action, elapsed));
    return result;
  }

  private void tick(
      InstanceAddress address, EphemeralAction action, long start, CountDownLatch ended) {
    try {
      while (!ended.await(SECONDS, TimeUnit.SECONDS)) {
        observer.on(new Event.EphemeralProgress(address, action, since(start)));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
