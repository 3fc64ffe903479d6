package dev.ingot.rollout.analysis;

import dev.ingot.health.Time;
import dev.ingot.health.Traffic;
import dev.ingot.rollout.analysis.Judged.Kind;
import dev.ingot.rollout.analysis.Metric.Measure;
import dev.ingot.rollout.analysis.Metric.Source;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Measures for a while and judges. It ends early when a metric has failed, can't be measured or
 * stays inconclusive beyond its limits; a metric that is only reported never ends it.
 */
public final class AnalysisRun {
  private final Analysis analysis;
  private final Sides sides;
  private final TrafficSource traffic;
  private final Time time;
  private final Listener listener;

  /** Hears of each measurement. */
  @FunctionalInterface
  public interface Listener {
    /** A metric was measured. */
    void measured(Metric metric, Judged judged);
  }

  /**
   * An analysis of some machines.
   *
   * @param time by which metrics are measured and queries time out
   */
  public AnalysisRun(
      Analysis analysis, Sides sides, TrafficSource traffic, Time time, Listener listener) {
    this.analysis = analysis;
    this.sides = sides;
    this.traffic = traffic;
    this.time = time;
    this.listener = listener;
  }

  /** A metric under way: its state, when it is due, and what was counted when it was last. */
  private record Running(MetricState state, Instant due, Optional<Counted> since) {}

  /** What was counted at a moment. */
  private record Counted(Optional<Traffic> fresh, Optional<Traffic> old) {}

  /** Measures until a moment, and judges. */
  public Judged run(Instant until) throws InterruptedException {
    List<Running> all = new ArrayList<>();
    for (Metric metric : analysis.metrics()) {
      Instant start = time.instant().plus(metric.schedule().initialDelay());
      all.add(new Running(MetricState.of(metric), start, Optional.empty()));
    }
    while (true) {
      Optional<Instant> due =
          all.stream()
              .filter(one -> !one.state().isOver())
              .map(Running::due)
              .min(Comparator.naturalOrder());
      boolean ended = all.stream().anyMatch(AnalysisRun::ends);
      if (ended || due.isEmpty() || due.get().isAfter(until)) {
        break;
      }
      time.sleep(nonNegative(Duration.between(time.instant(), due.get())));
      for (int i = 0; i < all.size(); i++) {
        Running one = all.get(i);
        if (!one.state().isOver() && !one.due().isAfter(time.instant())) {
          all.set(i, measured(one));
        }
      }
    }
    Judged judged = judged(all);
    if (judged.kind() == Kind.SUCCESSFUL) {
      time.sleep(nonNegative(Duration.between(time.instant(), until)));
    }
    return judged;
  }

  private static Duration nonNegative(Duration duration) {
    return duration.isNegative() ? Duration.ZERO : duration;
  }

  private static boolean ends(Running one) {
    return one.state().isOver()
        && !one.state().metric().dryRun()
        && one.state().result().kind() != Kind.SUCCESSFUL;
  }

  /** The worst result: a failure before what can't be measured, before what can't be told. */
  private static Judged judged(List<Running> all) {
    List<Judged> results =
        all.stream()
            .map(Running::state)
            .filter(state -> !state.metric().dryRun())
            .map(MetricState::result)
            .toList();
    for (Kind kind : List.of(Kind.FAILED, Kind.ERROR, Kind.INCONCLUSIVE)) {
      Optional<Judged> bad = results.stream().filter(one -> one.kind() == kind).findFirst();
      if (bad.isPresent()) {
        return bad.get();
      }
    }
    return Judged.successful(String.join("; ", results.stream().map(Judged::evidence).toList()));
  }

  private Running measured(Running one) throws InterruptedException {
    Metric metric = one.state().metric();
    Instant next = one.due().plus(metric.schedule().interval());
    Instant now = time.instant();
    Instant due = next.isBefore(now) ? now.plus(metric.schedule().interval()) : next;
    return switch (metric.source()) {
      case Source.Prometheus prometheus -> judged(one, query(prometheus), due, Optional.empty());
      case Source.Balancer balancer -> {
        Counted counted = new Counted(traffic.traffic(sides.fresh()), traffic.traffic(sides.old()));
        // The first look is the beginning of the first interval.
        yield one.since().isEmpty()
            ? new Running(one.state(), due, Optional.of(counted))
            : judged(
                one, difference(balancer, one.since().get(), counted), due, Optional.of(counted));
      }
    };
  }

  private Running judged(
      Running one, Measurement measurement, Instant due, Optional<Counted> counted) {
    MetricState state = one.state().after(measurement);
    listener.measured(state.metric(), state.last());
    return new Running(state, due, counted);
  }

  private Measurement query(Source.Prometheus prometheus) throws InterruptedException {
    Measurement fresh = prometheus.server().query(prometheus.query().text(), time);
    if (!(fresh instanceof Measurement.Value(double value, OptionalDouble _))
        || prometheus.baseline().isEmpty()) {
      return fresh;
    }
    return switch (prometheus.server().query(prometheus.baseline().get().text(), time)) {
      case Measurement.Value(double old, OptionalDouble _) ->
          new Measurement.Value(value, OptionalDouble.of(old));
      case Measurement.TooLittle tooLittle -> tooLittle;
      case Measurement.Unmeasured unmeasured -> unmeasured;
    };
  }

  private static Measurement difference(Source.Balancer source, Counted before, Counted now) {
    if (now.fresh().isEmpty()) {
      return new Measurement.Unmeasured("no balancer sends requests to the new machines");
    }
    Traffic fresh = since(now.fresh(), before.fresh());
    if (fresh.requests() < source.minRequests()) {
      return tooFew("new", fresh, source);
    }
    if (now.old().isEmpty()) {
      return new Measurement.Value(value(source.measure(), fresh), OptionalDouble.empty());
    }
    Traffic old = since(now.old(), before.old());
    return old.requests() < source.minRequests()
        ? tooFew("old", old, source)
        : new Measurement.Value(
            value(source.measure(), fresh), OptionalDouble.of(value(source.measure(), old)));
  }

  private static Traffic since(Optional<Traffic> now, Optional<Traffic> before) {
    return now.orElse(Traffic.NONE).since(before.orElse(Traffic.NONE));
  }

  private static Measurement tooFew(String side, Traffic traffic, Source.Balancer source) {
    return new Measurement.TooLittle(
        "%d requests to %s machines, fewer than %d"
            .formatted(traffic.requests(), side, source.minRequests()));
  }

  private static double value(Measure measure, Traffic traffic) {
    return switch (measure) {
      case ERROR_RATE -> traffic.errorRate();
      case LATENCY_P50 -> seconds(traffic, 0.5);
      case LATENCY_P95 -> seconds(traffic, 0.95);
      case LATENCY_P99 -> seconds(traffic, 0.99);
    };
  }

  private static double seconds(Traffic traffic, double share) {
    return traffic.latency().quantile(share).toNanos() / 1e9;
  }
}
