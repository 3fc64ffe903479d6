package dev.ingot.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CancellationTest {
  @Test
  void listenersRunOnceAndLateOnesAtOnce() {
    Cancellation cancellation = new Cancellation();
    AtomicInteger calls = new AtomicInteger();
    var _ = cancellation.onCancel(calls::incrementAndGet);
    cancellation.cancel();
    cancellation.cancel();
    assertThat(calls.get()).isEqualTo(1);

    Cancellation.Registration late = cancellation.onCancel(calls::incrementAndGet);
    assertThat(calls.get()).isEqualTo(2);
    late.close();
  }

  @Test
  void aClosedRegistrationIsNotCalled() {
    Cancellation cancellation = new Cancellation();
    AtomicInteger calls = new AtomicInteger();
    cancellation.onCancel(calls::incrementAndGet).close();
    cancellation.cancel();
    assertThat(calls.get()).isZero();
  }

  @Test
  void theCallerIsInterruptedWhileItsRegistrationIsOpen() {
    Cancellation cancellation = new Cancellation();
    try (Cancellation.Registration _ = cancellation.interruptCaller()) {
      assertThat(Thread.currentThread().isInterrupted()).isFalse();
      cancellation.cancel();
      assertThat(Thread.currentThread().isInterrupted()).isTrue();
    }
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void waitingEndsWithTheCancel() throws InterruptedException {
    Cancellation cancellation = new Cancellation();
    assertThat(cancellation.await(Duration.ofMillis(1))).isFalse();
    cancellation.cancel();
    assertThat(cancellation.await(Duration.ofSeconds(20))).isTrue();
  }
}
