package dev.ingot.release.repave;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.address.InstanceAddress;
import dev.ingot.release.calendar.Cron;
import dev.ingot.release.calendar.Freeze;
import dev.ingot.release.calendar.Window;
import dev.ingot.release.drift.Reason;
import dev.ingot.release.repave.Repave.Decision;
import dev.ingot.release.repave.Repave.Due;
import dev.ingot.rollout.core.Amount;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which machines are replaced now. */
final class RepaveTest {
  private static final Instant NOON = Instant.parse("2026-03-10T12:00:00Z");

  private static RepaveSettings settings(List<Budget> budgets, Freeze... freezes) {
    return new RepaveSettings(
        Optional.of(Duration.ofDays(30)),
        0.1,
        RepaveSettings.POSSIBLE,
        Severity.HIGH,
        Optional.of(Duration.ofDays(7)),
        budgets,
        List.of(freezes),
        Optional.empty());
  }

  private static Budget budget(int machines, Reason... reasons) {
    return new Budget(new Amount.Count(machines), Set.of(reasons), Optional.empty());
  }

  private static Budget atNight(int machines) throws Cron.Malformed {
    return new Budget(
        new Amount.Count(machines),
        Set.of(),
        Optional.of(
            new Window(Cron.parse("0 2 * * *"), Duration.ofHours(4), ZoneId.of("Europe/Berlin"))));
  }

  private static Due due(int number, Reason reason, int daysAgo, String domain) {
    return new Due(
        InstanceAddress.parse("aws_instance.web[" + number + "]"),
        domain,
        reason,
        NOON.minus(Duration.ofDays(daysAgo)),
        "");
  }

  private static List<Due> fleet(int size, int daysAgo) {
    List<Due> all = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      all.add(due(i, Reason.AGE, daysAgo, ""));
    }
    return all;
  }

  private static List<Integer> chosen(Decision decision) {
    return decision.now().stream()
        .map(one -> one.due().address().toString())
        .map(text -> Integer.parseInt(text.substring(text.indexOf('[') + 1, text.length() - 1)))
        .toList();
  }

  @Test
  void theLongestDueComeFirst() {
    Decision decision =
        Repave.decide(
            settings(List.of(budget(2))),
            NOON,
            List.of(
                due(1, Reason.AGE, 1, ""), due(2, Reason.AGE, 3, ""), due(3, Reason.AGE, 2, "")),
            10,
            0);
    assertThat(chosen(decision)).containsExactly(2, 3);
  }

  @Test
  void oneFailureDomainAtATime() {
    Decision decision =
        Repave.decide(
            settings(List.of(budget(9))),
            NOON,
            List.of(
                due(1, Reason.AGE, 3, "a"), due(2, Reason.AGE, 2, "b"), due(3, Reason.AGE, 1, "a")),
            10,
            0);
    assertThat(chosen(decision)).containsExactly(1, 3);
    assertThat(decision.waiting())
        .extracting(one -> one.why())
        .containsExactly("failure domain a comes first");
  }

  @Test
  void theMostRestrictiveOpenBudgetHolds() {
    assertThat(
            chosen(
                Repave.decide(
                    settings(List.of(budget(5), budget(2, Reason.AGE), budget(1, Reason.IMAGE))),
                    NOON,
                    fleet(10, 1),
                    10,
                    0)))
        .hasSize(2);
  }

  @Test
  void withoutABudgetForAReasonItIsATenth() {
    assertThat(
            chosen(
                Repave.decide(
                    settings(List.of(budget(9, Reason.IMAGE))), NOON, fleet(40, 1), 40, 0)))
        .hasSize(4);
  }

  @Test
  void machinesThatDoNotServeUseUpTheBudget() {
    assertThat(chosen(Repave.decide(settings(List.of(budget(3))), NOON, fleet(10, 1), 10, 2)))
        .hasSize(1);
    Decision none = Repave.decide(settings(List.of(budget(3))), NOON, fleet(10, 1), 10, 3);
    assertThat(none.now()).isEmpty();
    assertThat(none.waiting().getFirst().why())
        .isEqualTo("3 machines that do not serve use up the budget of 3");
  }

  @Test
  void aClosedWindowIsWaitedForAndItsStartIsSpread() throws Exception {
    RepaveSettings settings = settings(List.of(atNight(100)));
    List<Due> due = fleet(100, 1);
    Decision closed = Repave.decide(settings, NOON, due, 100, 0);
    Instant opening = Instant.parse("2026-03-11T01:00:00Z");
    assertThat(closed.now()).isEmpty();
    assertThat(closed.next()).contains(opening);
    assertThat(chosen(Repave.decide(settings, opening.plusSeconds(60), due, 100, 0)))
        .hasSizeLessThan(10);
    assertThat(chosen(Repave.decide(settings, opening.plusSeconds(1800), due, 100, 0)))
        .hasSizeBetween(30, 70);
    assertThat(chosen(Repave.decide(settings, opening.plusSeconds(3600), due, 100, 0)))
        .hasSize(100);
  }

  @Test
  void theDeadlineOverridesBudgetsAndWindowsButNoFreeze() throws Exception {
    Decision decision = Repave.decide(settings(List.of(atNight(1))), NOON, fleet(5, 8), 5, 2);
    assertThat(decision.now()).hasSize(5).allMatch(Repave.Choice::overdue);
    Freeze freeze = new Freeze(NOON.minusSeconds(1), NOON.plusSeconds(1));
    Decision frozen = Repave.decide(settings(List.of(atNight(1)), freeze), NOON, fleet(5, 8), 5, 0);
    assertThat(frozen.now()).isEmpty();
    assertThat(frozen.next()).contains(freeze.to());
  }

  @Test
  void machinesCreatedTogetherAreDueAtDifferentTimesAndAlwaysTheSame() {
    RepaveSettings settings = settings(List.of());
    List<Instant> times = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      times.add(settings.dueAt("aws_instance.web[" + i + "]", NOON).orElseThrow());
    }
    Instant latest = NOON.plus(Duration.ofDays(30));
    assertThat(times)
        .allMatch(time -> !time.isAfter(latest) && time.isAfter(latest.minus(Duration.ofDays(3))));
    assertThat(times.stream().map(time -> time.getEpochSecond() / 86_400 / 1).distinct().count())
        .isGreaterThanOrEqualTo(3);
    assertThat(settings.dueAt("aws_instance.web[7]", NOON)).contains(times.get(7));
  }
}
