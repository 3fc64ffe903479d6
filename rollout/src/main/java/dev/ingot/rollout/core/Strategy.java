package dev.ingot.rollout.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How machines are replaced. The parameters are named as Nomad's {@code update} block and the
 * Kubernetes deployment strategy name them.
 *
 * @param maxUnavailable how many slices may rely on machines not yet proved healthy
 * @param waves the sizes of the waves in order, the last one repeated; empty for waves of {@code
 *     maxUnavailable}
 * @param minHealthyTime how long a machine must be healthy without a break before it counts
 * @param healthyDeadline how long one machine may take until it counts as healthy
 * @param progressDeadline how long the rollout may go without a machine newly counting as healthy
 * @param autoRevert whether a failure rolls everything back
 */
public record Strategy(
    Amount maxUnavailable,
    List<Amount> waves,
    Duration minHealthyTime,
    Duration healthyDeadline,
    Duration progressDeadline,
    boolean autoRevert) {

  /** A number of slices, or a share of all of them. */
  public sealed interface Amount {
    /** A fixed number, at least 1. */
    record Count(int slices) implements Amount {
      public Count {
        if (slices < 1) {
          throw new IllegalArgumentException("a count is at least 1");
        }
      }
    }

    /** A percentage of all slices, from above 0 to 100, rounded up. */
    record Percent(double percent) implements Amount {
      public Percent {
        if (!(percent > 0 && percent <= 100)) {
          throw new IllegalArgumentException("a percentage is above 0 and at most 100");
        }
      }
    }

    /** How many slices it is of a total; at least 1. */
    default int of(int total) {
      return switch (this) {
        case Count(int slices) -> Math.max(1, Math.min(slices, total));
        case Percent(double percent) -> Math.max(1, (int) Math.ceil(total * percent / 100));
      };
    }

    /** Reads {@code 2} or {@code 25%}. */
    static Optional<Amount> parse(String text) {
      try {
        if (text.endsWith("%")) {
          double percent = Double.parseDouble(text.substring(0, text.length() - 1));
          return percent > 0 && percent <= 100
              ? Optional.of(new Percent(percent))
              : Optional.empty();
        }
        int slices = Integer.parseInt(text);
        return slices >= 1 ? Optional.of(new Count(slices)) : Optional.empty();
      } catch (NumberFormatException e) {
        return Optional.empty();
      }
    }
  }

  /** The same, pausing instead of rolling back. */
  public Strategy withoutRevert() {
    return new Strategy(
        maxUnavailable, waves, minHealthyTime, healthyDeadline, progressDeadline, false);
  }

  public Strategy {
    waves = List.copyOf(waves);
  }

  /**
   * Cuts slices into waves. A wave is never larger than {@code maxUnavailable}, except where no
   * slice has an old machine: then nothing can become unavailable and one wave takes all.
   */
  public List<List<Slice>> wavesOf(List<Slice> slices) {
    if (slices.isEmpty()) {
      return List.of();
    }
    if (slices.stream().noneMatch(Slice::replacesAnOldMachine)) {
      return List.of(List.copyOf(slices));
    }
    int cap = maxUnavailable.of(slices.size());
    List<List<Slice>> cut = new ArrayList<>();
    int from = 0;
    while (from < slices.size()) {
      int wanted =
          waves.isEmpty()
              ? cap
              : waves.get(Math.min(cut.size(), waves.size() - 1)).of(slices.size());
      int to = Math.min(slices.size(), from + Math.min(wanted, cap));
      cut.add(List.copyOf(slices.subList(from, to)));
      from = to;
    }
    return cut;
  }
}
