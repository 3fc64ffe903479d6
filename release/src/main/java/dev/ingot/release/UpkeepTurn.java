package dev.ingot.release;

import dev.ingot.health.Time;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One turn of the loop that keeps a stack: repairing and repaving first; where there is nothing to
 * do, images are retired, no more than once an hour, since that reads the states of all stacks.
 */
public final class UpkeepTurn implements UpkeepLoop.Work {
  private static final Duration BETWEEN_RETIREMENTS = Duration.ofHours(1);

  private final StackUpkeep upkeep;
  private final StackRetirement retirement;
  private final Time time;
  private final Consumer<StackRetirement.Pass> retired;
  private Optional<Instant> last = Optional.empty();

  /**
   * @param retired receives what was retired
   */
  public UpkeepTurn(
      StackUpkeep upkeep,
      StackRetirement retirement,
      Time time,
      Consumer<StackRetirement.Pass> retired) {
    this.upkeep = upkeep;
    this.retirement = retirement;
    this.time = time;
    this.retired = retired;
  }

  @Override
  public StackUpkeep.Pass run() throws RequestException, IOException, InterruptedException {
    StackUpkeep.Pass pass = upkeep.run(StackUpkeep.Scope.ALL);
    Instant now = time.instant();
    boolean lately =
        last.filter(at -> !at.isAfter(now))
            .filter(at -> at.plus(BETWEEN_RETIREMENTS).isAfter(now))
            .isPresent();
    if (pass.result().isEmpty() && !lately) {
      last = Optional.of(now);
      StackRetirement.Pass done = retirement.run(_ -> {});
      if (done.plan().isSet()) {
        retired.accept(done);
      }
    }
    return pass;
  }
}
