package dev.ingot.release.repair;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.address.InstanceAddress;
import dev.ingot.release.drift.Finding;
import dev.ingot.release.drift.Reason;
import dev.ingot.release.repair.Attempt.End;
import dev.ingot.release.repair.Repair.Decision;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What is repaired next. */
final class RepairTest {
  private static final Instant NOON = Instant.parse("2026-03-10T12:00:00Z");
  private static final RepairSettings USUAL = RepairSettings.USUAL;

  private static InstanceAddress machine(int number) {
    return InstanceAddress.parse("aws_instance.web[" + number + "]");
  }

  private static Finding finding(int number, Reason reason) {
    return new Finding(machine(number), reason, "", Optional.empty(), true);
  }

  private static Decision decide(Instant now, List<Attempt> attempts, Finding... findings) {
    return Repair.decide(USUAL, now, List.of(findings), attempts, Optional.empty());
  }

  @Test
  void deadMachinesComeBeforeChangedOnesAndOneAtATime() {
    assertThat(
            decide(
                NOON,
                List.of(),
                finding(1, Reason.CONFIGURATION),
                finding(3, Reason.DEAD),
                finding(2, Reason.DEAD)))
        .isEqualTo(new Decision.Replace(List.of(finding(2, Reason.DEAD))));
  }

  @Test
  void allMissingOnesAreCreatedAtOnce() {
    assertThat(
            decide(
                NOON,
                List.of(),
                finding(1, Reason.MISSING),
                finding(3, Reason.DEAD),
                finding(2, Reason.MISSING)))
        .isEqualTo(
            new Decision.Replace(List.of(finding(1, Reason.MISSING), finding(2, Reason.MISSING))));
  }

  @Test
  void whatNoRolloutReplacesIsLeftAlone() {
    assertThat(
            decide(
                NOON,
                List.of(),
                new Finding(machine(1), Reason.CONFIGURATION, "", Optional.empty(), false),
                finding(2, Reason.IMAGE)))
        .isEqualTo(new Decision.Nothing());
  }

  @Test
  void aMachineThatDriftsAgainWaitsTwiceAsLongEachTimeButNotForEver() {
    List<Attempt> attempts = new ArrayList<>();
    Instant at = NOON;
    List<Long> minutes = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      attempts.add(new Attempt(machine(1), at, End.VERIFIED));
      Decision next = decide(at, attempts, finding(1, Reason.DEAD));
      Instant until = ((Decision.Wait) next).until();
      minutes.add(Duration.between(at, until).toMinutes());
      assertThat(decide(until, attempts, finding(1, Reason.DEAD)))
          .isInstanceOf(Decision.Replace.class);
      at = until;
    }
    assertThat(minutes).containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L);
  }

  @Test
  void anotherMachineNeedNotWait() {
    assertThat(
            decide(
                NOON,
                List.of(new Attempt(machine(1), NOON, End.VERIFIED)),
                finding(1, Reason.DEAD),
                finding(2, Reason.DEAD)))
        .isEqualTo(new Decision.Replace(List.of(finding(2, Reason.DEAD))));
  }

  @Test
  void afterAFailedRepairNothingIsRepairedUntilSomeoneResumes() {
    List<Attempt> failed = List.of(new Attempt(machine(1), NOON, End.FAILED));
    Instant later = NOON.plus(Duration.ofDays(3));
    assertThat(decide(later, failed, finding(2, Reason.DEAD))).isInstanceOf(Decision.Paused.class);
    assertThat(
            Repair.decide(
                USUAL,
                later,
                List.of(finding(2, Reason.DEAD)),
                failed,
                Optional.of(NOON.plusSeconds(60))))
        .isInstanceOf(Decision.Replace.class);
  }

  @Test
  void noMoreThanTheCapAreReplacedWithinADay() {
    SplittableRandom random = new SplittableRandom(4);
    List<Attempt> attempts = new ArrayList<>();
    Instant now = NOON;
    for (int i = 0; i < 3000; i++) {
      now = now.plusSeconds(random.nextLong(1200));
      Finding[] findings = new Finding[20];
      for (int j = 0; j < findings.length; j++) {
        findings[j] = finding(j, Reason.DEAD);
      }
      if (decide(now, attempts, findings) instanceof Decision.Replace(List<Finding> chosen)) {
        attempts.add(new Attempt(chosen.getFirst().address(), now, End.VERIFIED));
      }
      Instant dayAgo = now.minus(Duration.ofDays(1));
      assertThat(attempts.stream().filter(one -> one.at().isAfter(dayAgo)).count())
          .isLessThanOrEqualTo(USUAL.mostPerDay());
    }
    assertThat(attempts).as("it goes on every day").hasSizeGreaterThan(100);
  }

  @Test
  void aClockThatWasFarAheadStopsNothing() {
    List<Attempt> attempts =
        List.of(new Attempt(machine(1), NOON.plus(Duration.ofDays(3650)), End.VERIFIED));
    assertThat(decide(NOON, attempts, finding(1, Reason.DEAD)))
        .isInstanceOf(Decision.Replace.class);
  }
}
