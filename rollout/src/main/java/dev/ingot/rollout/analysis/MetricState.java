package dev.ingot.rollout.analysis;

import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.eval.Evaluator;
import dev.ingot.lang.eval.Scope;
import dev.ingot.lang.syntax.Expression;
import dev.ingot.lang.value.BigFloat;
import dev.ingot.lang.value.Values;
import dev.ingot.rollout.analysis.Judged.Kind;
import dev.ingot.rollout.analysis.Metric.Direction;
import dev.ingot.rollout.analysis.Metric.Judgement;
import dev.ingot.rollout.analysis.RankTest.Difference;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What the measurements of a metric have said so far: immutable; each measurement makes the next.
 * Limits as those of Argo Rollouts: one more than a limit ends the analysis.
 *
 * @param metric the metric
 * @param counts how many measurements said what
 * @param last what the last one said
 * @param values the values of the new machines
 * @param baselines those of the old ones
 */
public record MetricState(
    Metric metric, Counts counts, Judged last, List<Double> values, List<Double> baselines) {

  /**
   * How many measurements said what.
   *
   * @param errorsInSequence how many of the last could not be made
   */
  public record Counts(int successful, int failed, int inconclusive, int errorsInSequence) {
    /** None yet. */
    public static final Counts NONE = new Counts(0, 0, 0, 0);

    int measurements() {
      return successful + failed + inconclusive;
    }

    Counts withoutErrors() {
      return new Counts(successful, failed, inconclusive, 0);
    }

    Counts with(Kind kind) {
      return switch (kind) {
        case SUCCESSFUL -> new Counts(successful + 1, failed, inconclusive, 0);
        case FAILED -> new Counts(successful, failed + 1, inconclusive, 0);
        case INCONCLUSIVE -> new Counts(successful, failed, inconclusive + 1, 0);
        case ERROR -> new Counts(successful, failed, inconclusive, errorsInSequence + 1);
      };
    }
  }

  public MetricState {
    values = List.copyOf(values);
    baselines = List.copyOf(baselines);
  }

  /** Before the first measurement. */
  public static MetricState of(Metric metric) {
    return new MetricState(
        metric, Counts.NONE, Judged.inconclusive("not measured"), List.of(), List.of());
  }

  /** After one more measurement. */
  public MetricState after(Measurement measurement) {
    List<Double> fresh = values;
    List<Double> old = baselines;
    if (measurement instanceof Measurement.Value(double value, OptionalDouble baseline)) {
      fresh = appended(values, value);
      old = baseline.isPresent() ? appended(baselines, baseline.getAsDouble()) : baselines;
    }
    Judged judged = judge(measurement, fresh, old);
    // Values are compared by rank once, at the end: asked often enough, chance gives any answer.
    boolean counted =
        judged.kind() == Kind.ERROR || !(metric.judgement() instanceof Judgement.Ranks);
    return new MetricState(
        metric, counted ? counts.with(judged.kind()) : counts.withoutErrors(), judged, fresh, old);
  }

  /** Whether no more measurements are needed. */
  public boolean isOver() {
    return isBeyondLimits()
        || (metric.schedule().count().isPresent()
            && Math.max(counts.measurements(), values.size())
                >= metric.schedule().count().getAsInt());
  }

  private boolean isBeyondLimits() {
    return counts.failed() > metric.tolerance().failures()
        || counts.inconclusive() > metric.tolerance().inconclusive()
        || counts.errorsInSequence() > metric.tolerance().consecutiveErrors();
  }

  /** What all measurements say together, if there will be no more. */
  public Judged result() {
    String said = metric.name() + ": " + last.evidence();
    if (counts.failed() > metric.tolerance().failures()) {
      return Judged.failed(said);
    }
    if (counts.errorsInSequence() > metric.tolerance().consecutiveErrors()) {
      return Judged.error(said);
    }
    if (metric.judgement() instanceof Judgement.Ranks ranks) {
      Judged judged = ranks(ranks, values, baselines);
      return new Judged(judged.kind(), metric.name() + ": " + judged.evidence());
    }
    if (counts.inconclusive() > metric.tolerance().inconclusive() || counts.successful() == 0) {
      return Judged.inconclusive(said);
    }
    return Judged.successful(said);
  }

  private static List<Double> appended(List<Double> values, double value) {
    List<Double> more = new ArrayList<>(values);
    more.add(value);
    return more.size() > RankTest.MAX_VALUES
        ? more.subList(more.size() - RankTest.MAX_VALUES, more.size())
        : more;
  }

  private Judged judge(Measurement measurement, List<Double> fresh, List<Double> old) {
    return switch (measurement) {
      case Measurement.Unmeasured(String why) -> Judged.error(why);
      case Measurement.TooLittle(String why) -> Judged.inconclusive(why);
      case Measurement.Value(double value, OptionalDouble _) when !Double.isFinite(value) ->
          Judged.error("it is not a number");
      case Measurement.Value value ->
          switch (metric.judgement()) {
            case Judgement.AtMost(double factor, double addend) -> atMost(value, factor, addend);
            case Judgement.Conditions conditions -> conditions(value, conditions);
            case Judgement.Ranks ranks -> ranks(ranks, fresh, old);
          };
    };
  }

  private static Judged atMost(Measurement.Value measured, double factor, double addend) {
    if (measured.baseline().isEmpty()) {
      return Judged.inconclusive(shown(measured) + ", and no old machine to compare with");
    }
    double limit = measured.baseline().getAsDouble() * factor + addend;
    String evidence = shown(measured) + ", at most " + shown(limit) + " is good";
    return measured.value() <= limit ? Judged.successful(evidence) : Judged.failed(evidence);
  }

  private static Judged conditions(Measurement.Value measured, Judgement.Conditions conditions) {
    Scope scope = conditions.scope().with("value", number(measured.value()));
    scope =
        scope.with(
            "baseline",
            measured.baseline().isPresent()
                ? number(measured.baseline().getAsDouble())
                : Values.NULL);
    Truth success = truth(conditions.success(), scope);
    Truth failure = truth(conditions.failure(), scope);
    String evidence = shown(measured);
    if (success == Truth.UNKNOWN || failure == Truth.UNKNOWN) {
      return Judged.error(evidence + ", for which the condition is neither true nor false");
    }
    boolean good = success == Truth.TRUE || (success == Truth.NOT_ASKED && failure == Truth.FALSE);
    boolean bad = failure == Truth.TRUE || (failure == Truth.NOT_ASKED && success == Truth.FALSE);
    return good == bad
        ? Judged.inconclusive(evidence + ", neither success nor failure")
        : good ? Judged.successful(evidence) : Judged.failed(evidence);
  }

  private enum Truth {
    TRUE,
    FALSE,
    UNKNOWN,
    NOT_ASKED
  }

  private static Truth truth(Optional<Expression> condition, Scope scope) {
    if (condition.isEmpty()) {
      return Truth.NOT_ASKED;
    }
    Diagnostics diagnostics = new Diagnostics();
    var value = Evaluator.evaluate(condition.get(), scope, diagnostics).unmarked();
    if (diagnostics.hasErrors()) {
      return Truth.UNKNOWN;
    }
    return Values.isTrue(value) ? Truth.TRUE : Values.isFalse(value) ? Truth.FALSE : Truth.UNKNOWN;
  }

  private static Judged ranks(Judgement.Ranks ranks, List<Double> fresh, List<Double> old) {
    if (fresh.size() < ranks.minValues() || old.size() < ranks.minValues()) {
      return Judged.inconclusive(
          "%d values of new machines and %d of old ones, fewer than %d"
              .formatted(fresh.size(), old.size(), ranks.minValues()));
    }
    RankTest.Result result = ranks.test().compare(old, fresh);
    String evidence =
        "%d against %d values: shift %s (%s to %s)"
            .formatted(
                fresh.size(),
                old.size(),
                shown(result.shift()),
                shown(result.low()),
                shown(result.high()));
    boolean bad =
        switch (result.difference()) {
          case HIGHER -> ranks.worse() != Direction.DECREASE;
          case LOWER -> ranks.worse() != Direction.INCREASE;
          case NONE, NO_DATA -> false;
        };
    return result.difference() == Difference.NO_DATA
        ? Judged.inconclusive(evidence)
        : bad ? Judged.failed(evidence) : Judged.successful(evidence);
  }

  private static dev.ingot.lang.value.Value number(double value) {
    return Values.number(BigFloat.of(value));
  }

  private static String shown(Measurement.Value measured) {
    return shown(measured.value())
        + (measured.baseline().isPresent()
            ? " (old machines " + shown(measured.baseline().getAsDouble()) + ")"
            : "");
  }

  /** Three significant digits. */
  private static String shown(double value) {
    return Double.isFinite(value)
        ? new BigDecimal(value).round(new MathContext(3)).stripTrailingZeros().toPlainString()
        : Double.toString(value);
  }
}
