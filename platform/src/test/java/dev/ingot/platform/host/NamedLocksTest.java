package dev.ingot.platform.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class NamedLocksTest {
  private final NamedLocks locks = new NamedLocks();
  private int count;

  @Test
  void oneAtATimeHoldsAName() throws Exception {
    List<Callable<Boolean>> tasks = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      tasks.add(
          () -> {
            try (NamedLocks.Held _ = locks.hold("a")) {
              count++;
              return true;
            }
          });
    }
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Boolean> each : threads.invokeAll(tasks)) {
        assertThat(each.get()).isTrue();
      }
    }
    assertThat(count).isEqualTo(200);
  }

  @Test
  void nothingIsLeftOfNamesNobodyHolds() throws Exception {
    for (int i = 0; i < 100; i++) {
      try (NamedLocks.Held _ = locks.hold("machine-" + i)) {
        assertThat(locks.size()).isEqualTo(1);
      }
    }
    assertThat(locks.size()).isZero();
  }
}
