package dev.ingot.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

final class SimulatedTimeTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final SimulatedTime time = new SimulatedTime(START);

  @Test
  void anHourPassesAtOnceWhereNothingElseRuns() throws InterruptedException {
    time.sleep(Duration.ofHours(1));
    assertThat(time.instant()).isEqualTo(START.plus(Duration.ofHours(1)));
  }

  @Test
  void aResultIsThereBeforeItsTimeIsOver() throws InterruptedException {
    CompletableFuture<String> result = new CompletableFuture<>();
    Thread _ =
        time.start(
            "worker",
            () -> {
              sleep(Duration.ofSeconds(3));
              result.complete("done");
            });
    assertThat(time.await(result, START.plusSeconds(2))).isFalse();
    assertThat(time.await(result, START.plusSeconds(100))).isTrue();
    assertThat(time.instant()).isEqualTo(START.plusSeconds(3));
  }

  @Test
  void whatRunsBesideRunsInTheOrderOfTime() throws InterruptedException {
    List<String> order = new ArrayList<>();
    for (int seconds : List.of(3, 1, 2)) {
      Thread _ =
          time.start(
              "worker",
              () -> {
                order.add("begins " + seconds);
                sleep(Duration.ofSeconds(seconds));
                order.add("ends " + seconds);
              });
    }
    time.sleep(Duration.ofSeconds(10));
    assertThat(order)
        .containsExactly("begins 3", "begins 1", "begins 2", "ends 1", "ends 2", "ends 3");
  }

  @Test
  void nothingWaitsInADeadProcess() {
    time.close();
    assertThatThrownBy(() -> time.sleep(Duration.ofSeconds(1)))
        .isInstanceOf(InterruptedException.class);
  }

  private void sleep(Duration duration) {
    try {
      time.sleep(duration);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
