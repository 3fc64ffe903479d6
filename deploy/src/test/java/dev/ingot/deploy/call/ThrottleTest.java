package dev.ingot.deploy.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.graph.Cancellation;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class ThrottleTest {
  private final Throttle throttle = new Throttle(3, new Cancellation());

  private static void meet(CyclicBarrier barrier) {
    try {
      barrier.await();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void whatSeveralThreadsThrowIsThrownTogether() {
    CyclicBarrier all = new CyclicBarrier(3);

    assertThatThrownBy(
            () ->
                throttle.forEach(
                    3,
                    i -> {
                      meet(all);
                      throw new IllegalStateException("task " + i);
                    }))
        .satisfies(first -> assertThat(first.getSuppressed()).hasSize(2))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void anErrorGoesBeforeAnException() {
    CyclicBarrier all = new CyclicBarrier(2);

    assertThatThrownBy(
            () ->
                throttle.forEach(
                    2,
                    i -> {
                      meet(all);
                      if (i == 1) {
                        throw new OutOfMemoryError("task 1");
                      }
                      throw new IllegalStateException("task 0");
                    }))
        .isInstanceOf(OutOfMemoryError.class)
        .satisfies(error -> assertThat(error.getSuppressed()).hasSize(1));
  }
}
