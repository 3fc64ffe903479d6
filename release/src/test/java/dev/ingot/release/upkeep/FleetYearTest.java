package dev.ingot.release.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.address.InstanceAddress;
import dev.ingot.release.calendar.Cron;
import dev.ingot.release.calendar.Freeze;
import dev.ingot.release.calendar.Window;
import dev.ingot.release.drift.Finding;
import dev.ingot.release.drift.Reason;
import dev.ingot.release.repair.Attempt;
import dev.ingot.release.repair.Repair;
import dev.ingot.release.repair.RepairSettings;
import dev.ingot.release.repave.Budget;
import dev.ingot.release.repave.Repave;
import dev.ingot.release.repave.RepaveSettings;
import dev.ingot.release.repave.Severity;
import dev.ingot.rollout.core.Amount;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Ten thousand machines over a year: machines die, images come, clocks are wrong, windows open and
 * close. Machines can't stand twice here, the worst case: one that is replaced doesn't serve for an
 * hour. What is decided never takes more away than the budget, keeps to windows and freezes, and
 * ends. Prints what happened in each month.
 */
final class FleetYearTest {
  private static final int FLEET = 10_000;
  private static final int DOMAINS = 3;
  private static final Duration STEP = Duration.ofHours(1);
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration MAX_AGE = Duration.ofDays(60);
  private static final Duration DEADLINE = Duration.ofDays(14);
  private static final int LIMIT = 500;

  private final SplittableRandom random = new SplittableRandom(2026);
  private final InstanceAddress[] addresses = new InstanceAddress[FLEET];
  private final Instant[] born = new Instant[FLEET];
  private final Instant[] dueForAge = new Instant[FLEET];
  private final int[] image = new int[FLEET];
  private final boolean[] dead = new boolean[FLEET];
  private final List<Integer> replacing = new ArrayList<>();
  private final List<Attempt> attempts = new ArrayList<>();
  private final Instant[] imageSince = new Instant[64];
  private int newest;
  private int[] month = new int[6];

  private static RepaveSettings settings() throws Cron.Malformed {
    Window nights =
        new Window(Cron.parse("0 2 * * mon-fri"), Duration.ofHours(4), ZoneId.of("Europe/Berlin"));
    return new RepaveSettings(
        Optional.of(MAX_AGE),
        0.3,
        Set.of(Reason.AGE, Reason.IMAGE),
        Severity.HIGH,
        Optional.of(DEADLINE),
        List.of(
            new Budget(new Amount.Count(LIMIT), Set.of(), Optional.empty()),
            new Budget(new Amount.Percent(2), Set.of(Reason.AGE), Optional.of(nights)),
            new Budget(new Amount.Percent(5), Set.of(Reason.IMAGE), Optional.of(nights))),
        List.of(
            new Freeze(
                Instant.parse("2026-12-18T00:00:00Z"), Instant.parse("2027-01-04T00:00:00Z"))),
        Optional.empty());
  }

  private boolean inWindow(RepaveSettings settings, Instant now) {
    return settings.budgets().stream()
        .flatMap(budget -> budget.window().stream())
        .allMatch(window -> window.openedBefore(now).isPresent());
  }

  @Test
  void aYearOfTenThousandMachines() throws Exception {
    RepaveSettings settings = settings();
    for (int i = 0; i < FLEET; i++) {
      addresses[i] = InstanceAddress.parse("aws_instance.web[" + i + "]");
      born(settings, i, START.minus(Duration.ofHours(random.nextLong(MAX_AGE.toHours() / 2))));
    }
    imageSince[0] = START;
    System.out.println("month    age  image overdue repaired died serving>= oldest(d)");
    int leastServing = FLEET;
    long oldest = 0;
    Instant now = START;
    Instant end = START.plus(Duration.ofDays(365));
    int shown = 1;
    for (int hour = 0; now.isBefore(end); hour++) {
      now = START.plus(STEP.multipliedBy(hour));
      // Replacements take an hour.
      for (int each : replacing) {
        born(settings, each, now);
        image[each] = newest;
        dead[each] = false;
      }
      replacing.clear();
      if (hour % (24 * 110) == 24 * 20) {
        newest++;
        imageSince[newest] = now;
      }
      for (int failures = poisson(0.2); failures > 0; failures--) {
        dead[random.nextInt(FLEET)] = true;
        month[4]++;
      }
      Instant clock = clock(now, hour);
      int unavailable = upkeep(settings, clock);
      leastServing = Math.min(leastServing, FLEET - unavailable);
      for (int i = 0; i < FLEET; i += 97) {
        oldest = Math.max(oldest, Duration.between(born[i], now).toDays());
      }
      if (hour > 0 && hour % (24 * 365 / 12) == 0) {
        System.out.printf(
            Locale.ROOT,
            "%5d %6d %6d %7d %8d %4d %9d %9d%n",
            shown++,
            month[0],
            month[1],
            month[2],
            month[3],
            month[4],
            leastServing,
            oldest);
        month = new int[6];
        leastServing = FLEET;
        oldest = 0;
      }
    }
    settles(settings, Instant.parse("2027-01-04T00:00:00Z"));
  }

  /** Without new disturbances everything ends: nothing is dead, due or of an old image. */
  private void settles(RepaveSettings settings, Instant from) {
    Instant now = from;
    for (int hour = 0; hour < 24 * 40; hour++) {
      now = from.plus(STEP.multipliedBy(hour));
      for (int each : replacing) {
        born(settings, each, now);
        image[each] = newest;
        dead[each] = false;
      }
      replacing.clear();
      int _ = upkeep(settings, now);
    }
    for (int i = 0; i < FLEET; i++) {
      assertThat(dead[i]).isFalse();
      assertThat(image[i]).isEqualTo(newest);
      assertThat(Duration.between(born[i], now)).isLessThan(MAX_AGE.plus(DEADLINE).plusDays(1));
    }
  }

  /** The clock of the host that decides: an hour behind for a day, hours ahead for another. */
  private static Instant clock(Instant now, int hour) {
    int day = hour / 24;
    return day % 100 == 40
        ? now.minus(Duration.ofHours(1))
        : day % 100 == 70 ? now.plus(Duration.ofHours(5)) : now;
  }

  private void born(RepaveSettings settings, int machine, Instant at) {
    born[machine] = at;
    dueForAge[machine] = settings.dueAt(addresses[machine].toString(), at).orElseThrow();
  }

  /** One pass; returns how many machines don't serve while what it decided is carried out. */
  private int upkeep(RepaveSettings settings, Instant clock) {
    List<Finding> findings = new ArrayList<>();
    List<Repave.Due> due = new ArrayList<>();
    for (int i = 0; i < FLEET; i++) {
      if (dead[i]) {
        findings.add(new Finding(addresses[i], Reason.DEAD, "", Optional.empty(), true));
      } else if (image[i] != newest) {
        due.add(due(i, Reason.IMAGE, imageSince[image[i] + 1]));
      } else if (!dueForAge[i].isAfter(clock)) {
        due.add(due(i, Reason.AGE, dueForAge[i]));
      }
    }
    repair(clock, findings);
    Repave.Decision decision = Repave.decide(settings, clock, due, FLEET, findings.size());
    int own = 0;
    for (Repave.Choice choice : decision.now()) {
      replacing.add(index(choice.due().address()));
      month[choice.due().reason() == Reason.AGE ? 0 : 1]++;
      if (choice.overdue()) {
        month[2]++;
      } else {
        own++;
        assertThat(inWindow(settings, clock)).as("in a window at %s", clock).isTrue();
      }
      assertThat(settings.freezes()).noneMatch(freeze -> freeze.contains(clock));
    }
    assertThat(own).isLessThanOrEqualTo(Math.max(0, LIMIT - findings.size()));
    assertThat(decision.now().stream().map(one -> one.due().domain()).distinct().count())
        .isLessThanOrEqualTo(1);
    assertThat(decision.now().size() + decision.waiting().size()).isEqualTo(due.size());
    return findings.size() + decision.now().size();
  }

  private void repair(Instant clock, List<Finding> findings) {
    RepairSettings settings =
        new RepairSettings(
            RepairSettings.POSSIBLE, Duration.ofMinutes(1), Duration.ofHours(1), 1000);
    Repair.Decision decision = Repair.decide(settings, clock, findings, attempts, Optional.empty());
    if (decision instanceof Repair.Decision.Replace(List<Finding> chosen)) {
      assertThat(chosen).hasSize(1);
      attempts.add(new Attempt(chosen.getFirst().address(), clock, Attempt.End.VERIFIED));
      replacing.add(index(chosen.getFirst().address()));
      month[3]++;
      if (attempts.size() > 2000) {
        attempts.subList(0, 500).clear();
      }
    }
  }

  private Repave.Due due(int machine, Reason reason, Instant since) {
    return new Repave.Due(addresses[machine], "zone-" + machine % DOMAINS, reason, since, "");
  }

  private static int index(InstanceAddress address) {
    String text = address.toString();
    return Integer.parseInt(text.substring(text.indexOf('[') + 1, text.length() - 1));
  }

  private int poisson(double mean) {
    double product = random.nextDouble();
    int count = 0;
    double limit = Math.exp(-mean);
    while (product > limit) {
      product *= random.nextDouble();
      count++;
    }
    return count;
  }
}
