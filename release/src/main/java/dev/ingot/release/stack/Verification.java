package dev.ingot.release.stack;

import dev.ingot.health.Check;
import dev.ingot.health.CheckReader;
import dev.ingot.health.HealthCheck;
import dev.ingot.health.TrafficLimits;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceRange;
import dev.ingot.lang.eval.Scope;
import dev.ingot.lang.schema.SettingsBlock;
import dev.ingot.lang.syntax.Body.Block;
import dev.ingot.lang.syntax.Body.BlockSchema;
import dev.ingot.lang.syntax.Body.BodySchema;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What has to hold of a release as its users see it.
 *
 * @param checks over its outputs
 * @param traffic what the balancers may count at worst
 */
public record Verification(List<HealthCheck> checks, Optional<Limits> traffic) {
  /** The header of a block in a file. */
  static final BlockSchema BLOCK = new BlockSchema("verify", "type");

  /** Nothing is asked for. */
  public static final Verification NONE = new Verification(List.of(), Optional.empty());

  private static final Duration WINDOW = Duration.ofSeconds(30);
  private static final long ENOUGH_REQUESTS = 10;
  private static final double PERCENT = 100;

  private static final BodySchema BALANCER =
      new BodySchema(
          SettingsBlock.attributes(
              List.of(),
              List.of("max_error_rate", "max_latency", "percentile", "window", "min_requests")),
          List.of());

  public Verification {
    checks = List.copyOf(checks);
  }

  /**
   * Limits of what balancers count.
   *
   * @param range where they stand
   */
  public record Limits(TrafficLimits limits, SourceRange range) {}

  /** Whether nothing is asked for. */
  public boolean isEmpty() {
    return checks.isEmpty() && traffic.isEmpty();
  }

  static Verification read(List<Block> blocks, Scope scope, Diagnostics diagnostics) {
    List<HealthCheck> checks = new ArrayList<>();
    List<Limits> limits = new ArrayList<>();
    for (Block block : blocks) {
      if (block.labels().getFirst().equals("balancer")) {
        limits(block, scope, diagnostics).ifPresent(limits::add);
      } else {
        check(block, scope, diagnostics).ifPresent(checks::add);
      }
    }
    if (limits.size() > 1) {
      diagnostics.error(
          "Duplicate verify \"balancer\" block", "A stack has at most one.", limits.get(1).range());
    }
    return new Verification(checks, limits.stream().findFirst());
  }

  private static Optional<HealthCheck> check(Block block, Scope scope, Diagnostics diagnostics) {
    Optional<HealthCheck> check =
        new CheckReader(scope, diagnostics, "output").read(List.of(block)).stream().findFirst();
    boolean hostless =
        check
            .filter(one -> one.check() instanceof Check.Http || one.check() instanceof Check.Tcp)
            .isPresent();
    if (hostless) {
      diagnostics.error(
          "Check of a release without a host",
          "A release has no address of its own: use url, or host and port, as in url ="
              + " output.url.",
          block.headerRange());
      return Optional.empty();
    }
    return check;
  }

  private static Optional<Limits> limits(Block block, Scope scope, Diagnostics diagnostics) {
    SettingsBlock values =
        new SettingsBlock(block.body().content(BALANCER, diagnostics), scope, diagnostics);
    Optional<Double> errors =
        values.read("max_error_rate", "a share such as \"1%\" or 0.01", Verification::share);
    Optional<Duration> latency = values.duration("max_latency");
    double percentile =
        values
            .read("percentile", "a number above 0 and at most 100", Verification::percentile)
            .orElse(0.99);
    Duration window = values.duration("window").orElse(WINDOW);
    long enough =
        values
            .read("min_requests", "a whole number from 0", Verification::whole)
            .orElse(ENOUGH_REQUESTS);
    if (window.isZero()) {
      diagnostics.error(
          "Window of zero", "Within no time there are no requests.", values.range("window"));
      return Optional.empty();
    }
    if (errors.isEmpty() && latency.isEmpty()) {
      diagnostics.error(
          "Missing limit",
          "verify \"balancer\" needs max_error_rate, max_latency or both. That balancers have"
              + " healthy backends is checked without it.",
          block.headerRange());
      return Optional.empty();
    }
    return Optional.of(
        new Limits(
            new TrafficLimits(
                errors.map(OptionalDouble::of).orElse(OptionalDouble.empty()),
                latency,
                percentile,
                window,
                enough),
            block.headerRange()));
  }

  private static Optional<Double> share(Value value) {
    Optional<Double> number =
        SettingsBlock.textOf(value)
            .filter(text -> text.matches("[0-9]{1,3}(\\.[0-9]{1,6})?%"))
            .map(text -> Double.parseDouble(text.substring(0, text.length() - 1)) / PERCENT)
            .or(() -> number(value));
    return number.filter(share -> share >= 0 && share < 1);
  }

  private static Optional<Double> percentile(Value value) {
    return number(value)
        .filter(number -> number > 0 && number <= PERCENT)
        .map(number -> number / PERCENT);
  }

  private static Optional<Double> number(Value value) {
    return Values.numberOf(value).map(number -> number.toBigDecimal().doubleValue());
  }

  private static Optional<Long> whole(Value value) {
    OptionalLong number = SettingsBlock.wholeOf(value);
    return number.isPresent() && number.getAsLong() >= 0
        ? Optional.of(number.getAsLong())
        : Optional.empty();
  }
}
