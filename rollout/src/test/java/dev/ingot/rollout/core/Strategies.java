package dev.ingot.rollout.core;

import dev.ingot.rollout.core.Gate.Point;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Strategies of every kind, as a seed decides. */
public final class Strategies {
  private Strategies() {}

  /** Any strategy. */
  public static Strategy of(Random random) {
    return of(method(random), random);
  }

  static Strategy of(Method method, Random random) {
    Set<Point> confirm = EnumSet.noneOf(Point.class);
    for (Point point : List.of(Point.START, Point.MOVE, Point.PROMOTE)) {
      if (random.nextInt(4) == 0) {
        confirm.add(point);
      }
    }
    return new Strategy(
        method,
        new Strategy.Timing(
            Duration.ofSeconds(2),
            Duration.ofSeconds(20),
            Duration.ofMillis(60_500),
            random.nextBoolean() ? Duration.ZERO : Duration.ofSeconds(random.nextInt(30))),
        random.nextInt(4) > 0,
        confirm,
        random.nextBoolean(),
        random.nextBoolean());
  }

  static Method method(Random random) {
    return switch (random.nextInt(5)) {
      case 0 -> new Method.BlueGreen(Duration.ofMinutes(random.nextInt(2)));
      case 1 -> canary(random);
      case 2 -> new Method.Recreate();
      case 3 -> new Method.Delegated();
      default ->
          new Method.Rolling(
              new Amount.Percent(1 + random.nextInt(100)),
              random.nextBoolean()
                  ? List.of()
                  : List.of(new Amount.Count(1), new Amount.Percent(33.5)),
              random.nextBoolean());
    };
  }

  private static Method canary(Random random) {
    List<Method.Step> steps = new ArrayList<>();
    int share = 1;
    for (int i = 0; i < 1 + random.nextInt(3); i++) {
      share = Math.min(100, share + random.nextInt(50));
      steps.add(
          new Method.Step(
              new Amount.Percent(share),
              Duration.ofSeconds(random.nextInt(20)),
              random.nextBoolean(),
              random.nextInt(4) == 0));
    }
    return new Method.Canary(steps);
  }
}
