package dev.ingot.rollout.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The order in which old machines go and new ones come. All methods run on the same core; they
 * differ in how slices are cut into waves, in when old machines are destroyed, and in what has to
 * pass between two waves.
 */
public sealed interface Method {
  /**
   * Wave after wave; the old machines of a wave are destroyed before the next one begins.
   *
   * @param most the largest wave
   * @param sizes the sizes of the waves in order, the last one repeated; empty for waves of {@code
   *     most}
   * @param surge whether old and new machines exist side by side; otherwise those of a wave are
   *     destroyed before their successors are created, for machines that can't exist twice
   */
  record Rolling(Amount most, List<Amount> sizes, boolean surge) implements Method {
    public Rolling {
      sizes = List.copyOf(sizes);
    }
  }

  /**
   * All new machines beside all old ones, and one switch.
   *
   * @param keepOld how long the old machines are kept after the rollout has succeeded, to return to
   *     them at once
   */
  record BlueGreen(Duration keepOld) implements Method {}

  /**
   * A growing share of new machines, observed after each step. All old machines are kept until the
   * last step has been observed.
   *
   * @param steps what is new after each, in rising order; what is left follows after the last
   */
  record Canary(List<Step> steps) implements Method {
    public Canary {
      steps = List.copyOf(steps);
    }
  }

  /**
   * One step of a canary.
   *
   * @param share how much of the group is new after it
   * @param duration how long it is observed
   * @param analysis whether its analysis has to succeed
   * @param confirm whether a person has to confirm that the next step begins
   */
  record Step(Amount share, Duration duration, boolean analysis, boolean confirm) {}

  /** All old machines are destroyed, then all new ones created. */
  record Recreate() implements Method {}

  /**
   * The group replaces its own members, as instance groups of clouds do: it is changed in place and
   * has to become ready.
   */
  record Delegated() implements Method {}

  /** Whether old machines are kept until the last wave has proved itself. */
  default boolean keepsAll() {
    return this instanceof BlueGreen || this instanceof Canary;
  }

  /** Whether a group is changed, which replaces its machines itself. */
  default boolean isDelegated() {
    return this instanceof Delegated;
  }

  /** Whether the old machines of a wave are destroyed before their successors are created. */
  default boolean destroysFirst() {
    return switch (this) {
      case Recreate _ -> true;
      case Rolling rolling -> !rolling.surge();
      case BlueGreen _, Canary _, Delegated _ -> false;
    };
  }

  /** How long old machines are kept after a rollout has succeeded. */
  default Duration keepOld() {
    return this instanceof BlueGreen(Duration keepOld) ? keepOld : Duration.ZERO;
  }

  /** The step after which a wave is observed; empty if it is none. */
  default Optional<Step> step(int wave) {
    return this instanceof Canary(List<Step> steps) && wave < steps.size()
        ? Optional.of(steps.get(wave))
        : Optional.empty();
  }

  /**
   * Cuts slices into waves. Where no slice has an old machine, nothing can become unavailable and
   * one wave takes all.
   */
  default List<List<Slice>> wavesOf(List<Slice> slices) {
    if (slices.isEmpty()) {
      return List.of();
    }
    if (slices.stream().noneMatch(Slice::replacesAnOldMachine)) {
      return List.of(List.copyOf(slices));
    }
    return switch (this) {
      case Rolling(Amount most, List<Amount> sizes, boolean _) -> cut(slices, most, sizes);
      case Canary(List<Step> steps) -> steps(slices, steps);
      case BlueGreen _, Recreate _, Delegated _ -> List.of(List.copyOf(slices));
    };
  }

  private static List<List<Slice>> cut(List<Slice> slices, Amount most, List<Amount> sizes) {
    int cap = most.of(slices.size());
    List<List<Slice>> cut = new ArrayList<>();
    int from = 0;
    while (from < slices.size()) {
      int wanted =
          sizes.isEmpty()
              ? cap
              : sizes.get(Math.min(cut.size(), sizes.size() - 1)).of(slices.size());
      int to = Math.min(slices.size(), from + Math.min(wanted, cap));
      cut.add(List.copyOf(slices.subList(from, to)));
      from = to;
    }
    return cut;
  }

  /** A step that adds no machine leaves an empty wave: it is observed all the same. */
  private static List<List<Slice>> steps(List<Slice> slices, List<Step> steps) {
    List<List<Slice>> cut = new ArrayList<>();
    int from = 0;
    for (Step step : steps) {
      int to = Math.max(from, step.share().of(slices.size()));
      cut.add(List.copyOf(slices.subList(from, to)));
      from = to;
    }
    if (from < slices.size()) {
      cut.add(List.copyOf(slices.subList(from, slices.size())));
    }
    return cut;
  }
}
