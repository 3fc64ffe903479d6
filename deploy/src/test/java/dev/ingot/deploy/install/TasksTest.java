package dev.ingot.deploy.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TasksTest {
  @Test
  void aFailureIsThatOfAllWhoAskAndAFaultOfTheProgramStaysOne() {
    try (Tasks tasks = new Tasks()) {
      List<String> runs = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(
                () ->
                    tasks.once(
                        "gone",
                        String.class,
                        () -> {
                          runs.add("once");
                          throw new FileNotFoundException("gone");
                        }))
            .isInstanceOf(FileNotFoundException.class);
      }
      assertThat(runs).hasSize(1);
      assertThatThrownBy(
              () ->
                  tasks.once(
                      "fault",
                      String.class,
                      () -> {
                        throw new IllegalStateException("fault");
                      }))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void anInterruptIsNotAFailureOfTheWorkAndLeavesNobodyWaiting() {
    try (Tasks tasks = new Tasks()) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> tasks.once("work", String.class, () -> "done"))
          .isInstanceOf(InterruptedException.class);
      assertThatThrownBy(() -> tasks.once("work", String.class, () -> "done"))
          .isInstanceOf(InterruptedException.class);
    }
  }
}
