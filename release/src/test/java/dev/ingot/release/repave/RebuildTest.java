package dev.ingot.release.repave;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.release.calendar.Cron;
import dev.ingot.release.calendar.Freeze;
import dev.ingot.release.drift.Reason;
import dev.ingot.release.repave.Rebuild.Decision;
import dev.ingot.release.repave.Rebuild.Tried;
import dev.ingot.release.repave.Rebuild.Wanted;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Images are baked again for what is new at once, for what a bake didn't help ever more rarely. */
final class RebuildTest {
  private static final Instant NOON = Instant.parse("2026-03-10T12:00:00Z");
  private static final Wanted BASE =
      new Wanted("web", Reason.BASE, List.of("web on base:v2"), "the base is newer");

  private static RepaveSettings settings(
      Set<Reason> reasons, Optional<Schedule> rebuild, Freeze... freezes) {
    return new RepaveSettings(
        Optional.empty(),
        0.1,
        reasons,
        Severity.HIGH,
        Optional.empty(),
        List.of(),
        List.of(freezes),
        rebuild);
  }

  private static Wanted vulnerable(String... ids) {
    return new Wanted("web", Reason.VULNERABILITY, List.of(ids), "web:v1 has " + ids[0]);
  }

  private static Decision decide(List<Wanted> wanted, List<Tried> tried) {
    return Rebuild.decide(
        settings(RepaveSettings.POSSIBLE, Optional.empty()),
        NOON,
        NOON.minus(Duration.ofDays(90)),
        wanted,
        tried);
  }

  @Test
  void whatIsNewIsBakedAtOnce() {
    assertThat(decide(List.of(), List.of()).isDue()).isFalse();
    assertThat(decide(List.of(BASE), List.of()).now()).containsExactly(BASE);
    assertThat(decide(List.of(BASE), List.of()).isFresh()).isFalse();
    Decision decision =
        decide(
            List.of(vulnerable("CVE-1", "CVE-2")),
            List.of(new Tried(NOON.minusSeconds(1), List.of("CVE-1"), true)));
    assertThat(decision.now()).hasSize(1);
    assertThat(decision.isFresh()).isTrue();
  }

  @Test
  void whatABakeDidNotHelpWaitsLongerEachTime() {
    List<Tried> tried = new ArrayList<>();
    List<Long> days = new ArrayList<>();
    for (int i = 1; i <= 6; i++) {
      tried.add(new Tried(NOON, List.of("CVE-1"), true));
      Decision decision = decide(List.of(vulnerable("CVE-1")), tried);
      assertThat(decision.isDue()).isFalse();
      assertThat(decision.waiting().getFirst().times()).isEqualTo(i);
      assertThat(decision.next()).contains(decision.waiting().getFirst().until());
      days.add(Duration.between(NOON, decision.waiting().getFirst().until()).toDays());
    }
    assertThat(days).containsExactly(1L, 2L, 4L, 7L, 7L, 7L);
  }

  @Test
  void aBakeThatFailedIsTriedAgainSoon() {
    List<Tried> tried = new ArrayList<>(List.of(new Tried(NOON, List.of("CVE-1"), true)));
    List<Long> minutes = new ArrayList<>();
    for (int i = 1; i <= 8; i++) {
      tried.add(new Tried(NOON, List.of("CVE-1"), false));
      Decision decision = decide(List.of(vulnerable("CVE-1")), tried);
      assertThat(decision.waiting().getFirst().failures()).isEqualTo(i);
      assertThat(decision.waiting().getFirst().times()).isEqualTo(1);
      minutes.add(Duration.between(NOON, decision.waiting().getFirst().until()).toMinutes());
    }
    assertThat(minutes).containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L);
    tried.add(new Tried(NOON.minusSeconds(60), List.of("CVE-2"), false));
    assertThat(decide(List.of(vulnerable("CVE-2")), tried).isDue()).isTrue();
  }

  @Test
  void bakesOfTheFutureDoNotHoldItUp() {
    assertThat(
            decide(
                    List.of(vulnerable("CVE-1")),
                    List.of(new Tried(NOON.plusSeconds(60), List.of("CVE-1"), true)))
                .isDue())
        .isTrue();
  }

  @Test
  void otherReasonsThanThoseOfTheSettingsAreNone() {
    Decision decision =
        Rebuild.decide(
            settings(Set.of(Reason.AGE), Optional.empty()),
            NOON,
            NOON,
            List.of(BASE, vulnerable("CVE-1")),
            List.of());
    assertThat(decision.isDue()).isFalse();
    assertThat(decision.waiting()).isEmpty();
  }

  @Test
  void nothingIsBakedWithinAFreeze() throws Cron.Malformed {
    Instant end = NOON.plus(Duration.ofDays(2));
    Decision decision =
        Rebuild.decide(
            settings(
                RepaveSettings.POSSIBLE,
                Optional.of(new Schedule(Cron.parse("0 * * * *"), ZoneOffset.UTC)),
                new Freeze(NOON.minusSeconds(1), end)),
            NOON,
            NOON.minus(Duration.ofDays(1)),
            List.of(BASE),
            List.of());
    assertThat(decision.isDue()).isFalse();
    assertThat(decision.waiting().getFirst().until()).isEqualTo(end);
  }

  @Test
  void theScheduleCountsFromTheReleaseOrTheLastBake() throws Cron.Malformed {
    RepaveSettings nightly =
        settings(Set.of(), Optional.of(new Schedule(Cron.parse("0 3 * * *"), ZoneOffset.UTC)));
    Instant night = Instant.parse("2026-03-10T03:00:00Z");
    assertThat(Rebuild.decide(nightly, NOON, night.plusSeconds(1), List.of(), List.of()).isDue())
        .isFalse();
    Decision due = Rebuild.decide(nightly, NOON, night.minusSeconds(1), List.of(), List.of());
    assertThat(due.isDue()).isTrue();
    assertThat(due.isFresh()).isTrue();
    Decision done =
        Rebuild.decide(
            nightly,
            NOON,
            night.minusSeconds(1),
            List.of(),
            List.of(new Tried(night.plusSeconds(5), List.of(), true)));
    assertThat(done.isDue()).isFalse();
    assertThat(done.next()).contains(night.plus(Duration.ofDays(1)));
  }

  @Test
  void aScheduledBakeThatFailedIsTriedAgainSoonAndNotAtOnce() throws Cron.Malformed {
    RepaveSettings nightly =
        settings(Set.of(), Optional.of(new Schedule(Cron.parse("0 3 * * *"), ZoneOffset.UTC)));
    Instant night = Instant.parse("2026-03-10T03:00:00Z");
    Instant failed = night.plusSeconds(5);
    List<Tried> tried = List.of(new Tried(failed, List.of(), false));
    Decision soon =
        Rebuild.decide(nightly, failed.plusSeconds(30), night.minusSeconds(1), List.of(), tried);
    assertThat(soon.isDue()).isFalse();
    assertThat(soon.next()).contains(failed.plusSeconds(60));
    assertThat(
            Rebuild.decide(nightly, failed.plusSeconds(60), night.minusSeconds(1), List.of(), tried)
                .isDue())
        .isTrue();
  }
}
