package dev.ingot.deploy.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * A taste of what {@code bench/faults} does for as long as one likes: whatever fails, and whenever,
 * no object is lost, nothing is torn, and the next run brings everything to its end.
 */
final class FaultRunTest {
  private static final int SEEDS = Integer.getInteger("ingot.test.faults", 60);
  private static final long SEED = Long.getLong("ingot.test.seed", 20261130);

  @Test
  void whateverFailsTheNextRunBringsEverythingToItsEnd() {
    FaultSearch search = new FaultSearch().run(SEED, SEEDS);
    String report = search.report();
    if (Integer.getInteger("ingot.test.faults") != null) {
      System.out.print(report);
    }
    assertThat(search.failures()).as("see bench/faults 1 SEED\n%s", report).isEmpty();
    assertThat(search.faultCount()).isPositive();
  }

  @Test
  void aSeedIsReplayedStepByStep() {
    FaultRun.Outcome once = FaultRun.of(5, Set.of());
    FaultRun.Outcome again = FaultRun.of(5, Set.of());
    assertThat(again.steps()).isEqualTo(once.steps());
  }

  @Test
  void aFaultThatIsLeftOutDoesNotHappenAndTheOthersDo() {
    FaultRun.Outcome whole = FaultRun.of(5, Set.of());
    String last = whole.faults().getLast();
    List<String> before = whole.faults().subList(0, whole.faults().size() - 1);
    assertThat(FaultRun.of(5, Set.of(last)).faults()).startsWith(before.toArray(String[]::new));
  }
}
