package dev.ingot.cli.view;

import dev.ingot.address.InstanceAddress;
import dev.ingot.cli.terminal.Terminal;
import dev.ingot.cli.terminal.Terminal.Style;
import dev.ingot.rollout.core.Rollout;
import dev.ingot.rollout.core.Rollout.Phase;
import dev.ingot.rollout.core.Rollout.SliceHealth;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where a rollout is, and how its new machines are, as lines that are drawn again and again. */
final class RolloutLines {
  private static final int MOST_MACHINES = 8;

  private final Terminal terminal;

  RolloutLines(Terminal terminal) {
    this.terminal = terminal;
  }

  /**
   * The lines of a rollout.
   *
   * @param since when its phase began
   */
  List<String> of(String name, Rollout rollout, Instant since, Instant now) {
    List<String> lines = new ArrayList<>();
    lines.add(
        terminal.styled(Style.BOLD, "rollout " + name)
            + "  wave "
            + Math.min(rollout.wave() + 1, rollout.waves().size())
            + " of "
            + rollout.waves().size()
            + "  "
            + (rollout.phase() == Phase.CREATING && rollout.strategy().method().isDelegated()
                ? "changing the group"
                : words(rollout.phase()))
            + "  "
            + timing(rollout, since, now));
    List<Map.Entry<InstanceAddress, SliceHealth>> machines =
        new ArrayList<>(rollout.health().entrySet());
    // Those that need a look first; the order is stable otherwise.
    machines.sort(Comparator.comparing(entry -> entry.getValue().proved()));
    machines.stream()
        .limit(MOST_MACHINES)
        .forEach(entry -> lines.add(machine(entry.getKey(), entry.getValue(), rollout, now)));
    if (machines.size() > MOST_MACHINES) {
      lines.add("  … and " + (machines.size() - MOST_MACHINES) + " more");
    }
    return lines;
  }

  private static String timing(Rollout rollout, Instant since, Instant now) {
    Optional<Instant> until = rollout.position().until();
    return until.isPresent()
        ? BakeLines.seconds(Duration.between(now, until.get())) + " left"
        : BakeLines.seconds(Duration.between(since, now));
  }

  private String machine(
      InstanceAddress address, SliceHealth health, Rollout rollout, Instant now) {
    String state;
    if (health.healthySince().isEmpty()) {
      state = terminal.styled(Style.YELLOW, "not healthy") + ": " + health.evidence();
    } else if (health.proved()) {
      state = terminal.styled(Style.GREEN, "healthy");
    } else {
      state =
          "healthy for "
              + BakeLines.seconds(Duration.between(health.healthySince().get(), now))
              + " of "
              + Table.duration(rollout.strategy().timing().minHealthyTime());
    }
    return "  " + address + "  " + state;
  }

  private static String words(Phase phase) {
    return switch (phase) {
      case READY -> "starting";
      case WAITING -> "waiting for a person";
      case VACATING, RETIRING -> "destroying old machines";
      case CREATING -> "creating machines";
      case PROVING -> "checking machines";
      case MOVING -> "moving traffic";
      case OBSERVING -> "observing";
      case ANALYSING -> "analysing";
      case BAKING -> "watching";
      case TAKING_BACK -> "rolling back";
      case REDEPLOYING -> "redeploying the last verified release";
      case ENDED -> "ended";
    };
  }
}
