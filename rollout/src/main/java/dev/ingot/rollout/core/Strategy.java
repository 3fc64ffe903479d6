package dev.ingot.rollout.core;

import dev.ingot.rollout.core.Gate.Point;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * How machines are replaced, and what has to be true before that counts. The parameters are named
 * as Nomad's {@code update} block names them.
 *
 * @param method in which order old machines go and new ones come
 * @param timing how long machines are watched
 * @param autoRevert whether a failure rolls everything back
 * @param confirm the points at which a person has to confirm
 * @param verify whether the checks of the release have to pass before it succeeds
 * @param analyse whether an analysis has to succeed during the bake time
 */
public record Strategy(
    Method method,
    Timing timing,
    boolean autoRevert,
    Set<Point> confirm,
    boolean verify,
    boolean analyse) {
  public Strategy {
    EnumSet<Point> copy = EnumSet.noneOf(Point.class);
    copy.addAll(confirm);
    confirm = java.util.Collections.unmodifiableSet(copy);
  }

  /** A strategy without points to confirm and without checks of the release. */
  public Strategy(Method method, Timing timing, boolean autoRevert) {
    this(method, timing, autoRevert, Set.of(), false, false);
  }

  /**
   * How long machines are watched.
   *
   * @param minHealthyTime how long a machine must be healthy without a break before it counts
   * @param healthyDeadline how long one machine may take until it counts as healthy
   * @param progressDeadline how long the rollout may go without a machine newly counting as healthy
   * @param bakeTime how long all machines are watched after the last wave, before the rollout
   *     succeeds
   */
  public record Timing(
      Duration minHealthyTime,
      Duration healthyDeadline,
      Duration progressDeadline,
      Duration bakeTime) {}

  /** The same, pausing instead of rolling back. */
  public Strategy withoutRevert() {
    return new Strategy(method, timing, false, confirm, verify, analyse);
  }

  /** The same with or without the checks of the release. */
  public Strategy verifying(boolean checked) {
    return new Strategy(method, timing, autoRevert, confirm, checked, analyse);
  }

  /** The same by another method. */
  public Strategy by(Method other) {
    return new Strategy(other, timing, autoRevert, confirm, verify, analyse);
  }

  /** The same with other times. */
  public Strategy within(Timing other) {
    return new Strategy(method, other, autoRevert, confirm, verify, analyse);
  }

  /**
   * All in one wave with old and new side by side; nobody is asked, and nothing watched for long.
   */
  public Strategy plain() {
    return new Strategy(
        new Method.Rolling(new Amount.Percent(100), List.of(), true),
        withoutBake(),
        autoRevert,
        Set.of(),
        false,
        false);
  }

  /** As {@link #plain}, and a machine counts as soon as it is healthy. */
  public Strategy instant() {
    return plain()
        .within(
            new Timing(
                Duration.ZERO, timing.healthyDeadline(), timing.progressDeadline(), Duration.ZERO));
  }

  /** The same, but nobody is asked, and it ends without a bake time: for the way back. */
  public Strategy unattended() {
    Method asking = method;
    if (method instanceof Method.Canary) {
      asking = new Method.Rolling(new Amount.Percent(25), List.of(), true);
    } else if (method instanceof Method.BlueGreen) {
      asking = new Method.BlueGreen(Duration.ZERO);
    }
    return new Strategy(asking, withoutBake(), autoRevert, Set.of(), verify, false);
  }

  private Timing withoutBake() {
    return new Timing(
        timing.minHealthyTime(),
        timing.healthyDeadline(),
        timing.progressDeadline(),
        Duration.ZERO);
  }

  /** How long one machine may take until it counts as healthy. */
  public Duration healthyDeadline() {
    return timing.healthyDeadline();
  }

  /** Cuts slices into waves. */
  public List<List<Slice>> wavesOf(List<Slice> slices) {
    return method.wavesOf(slices);
  }
}
