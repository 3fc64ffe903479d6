package dev.ingot.release.retire;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** What becomes of versions, and what keeps them. */
final class RetirementTest {
  private static final Instant NOON = Instant.parse("2026-03-10T12:00:00Z");
  private static final List<Stage> STAGES = List.of(Stage.values());
  private static final RetainSettings TWO =
      new RetainSettings(
          Set.of(), 2, Duration.ofDays(30), 10, Duration.ofDays(7), 1, Set.of("golden"));

  private static Candidate version(long number, int daysOld, Stage stage, int daysAtStage) {
    return new Candidate(
        "id-" + number,
        "web",
        number,
        NOON.minus(Duration.ofDays(daysOld)),
        stage,
        stage == Stage.ACTIVE
            ? Optional.empty()
            : Optional.of(NOON.minus(Duration.ofDays(daysAtStage))),
        Set.of(),
        Set.of());
  }

  private static Candidate labelled(Candidate one, Set<String> labels, Set<String> elsewhere) {
    return new Candidate(
        one.id(),
        one.bucket(),
        one.number(),
        one.completed(),
        one.stage(),
        one.since(),
        labels,
        elsewhere);
  }

  private static Candidate old(long number) {
    return version(number, 100, Stage.ACTIVE, 0);
  }

  private static List<Verdict> decide(
      RetainSettings settings, Map<String, List<String>> uses, Candidate... versions) {
    return new Retirement(settings, NOON).decide(List.of(versions), uses);
  }

  @Test
  void oldVersionsThatNothingUsesAreDeprecatedButForTheNewest() {
    assertThat(decide(TWO, Map.of(), old(1), old(2), old(3)))
        .containsExactly(
            new Verdict.Kept(old(3), List.of("it is one of the 2 newest versions")),
            new Verdict.Kept(old(2), List.of("it is one of the 2 newest versions")),
            new Verdict.Due(old(1), Step.DEPRECATE, "nothing uses it and it is 100d old"));
  }

  @Test
  void everythingThatKeepsAVersionIsSaid() {
    Candidate golden = labelled(old(1), Set.of("golden", "team"), Set.of());
    assertThat(
            decide(
                TWO,
                Map.of("id-1", List.of("channel production points to it", "used by the state")),
                golden,
                old(2),
                old(3)))
        .contains(
            new Verdict.Kept(
                golden,
                List.of(
                    "channel production points to it",
                    "used by the state",
                    "it has the label golden")));
  }

  @Test
  void youngVersionsAreKeptUntilTheyAreOld() {
    Candidate young = version(1, 29, Stage.ACTIVE, 0);
    assertThat(decide(TWO, Map.of(), young, old(2), old(3)))
        .contains(
            new Verdict.Kept(young, List.of("it is younger than 30d, until 2026-03-11T12:00:00Z")));
  }

  @Test
  void stagesFollowOneAnotherWithADelay() {
    Candidate early = version(1, 100, Stage.DEPRECATED, 6);
    Candidate deprecated = version(2, 100, Stage.DEPRECATED, 7);
    Candidate disabled = version(3, 100, Stage.DISABLED, 8);
    Candidate revoked = version(4, 100, Stage.REVOKED, 8);
    List<Verdict> verdicts =
        decide(TWO, Map.of(), early, deprecated, disabled, revoked, old(5), old(6));
    assertThat(verdicts.reversed().subList(0, 4))
        .containsExactly(
            new Verdict.Waiting(
                early,
                Step.DISABLE,
                Optional.of(Instant.parse("2026-03-11T12:00:00Z")),
                "deprecated since 2026-03-04T12:00:00Z"),
            new Verdict.Due(deprecated, Step.DISABLE, "nothing uses it and it is 100d old"),
            new Verdict.Due(disabled, Step.DELETE, "nothing uses it and it is 100d old"),
            new Verdict.Due(revoked, Step.DELETE, "nothing uses it and it is 100d old"));
  }

  @Test
  void whatIsUsedAgainComesBack() {
    Candidate disabled = version(1, 100, Stage.DISABLED, 8);
    assertThat(decide(TWO, Map.of("id-1", List.of("used by a machine")), disabled, old(2), old(3)))
        .contains(new Verdict.Due(disabled, Step.REINSTATE, "used by a machine"));
  }

  @Test
  void imagesOnOtherPlatformsAreLeftToWhoMadeThem() {
    Candidate cloud = labelled(version(1, 100, Stage.DISABLED, 8), Set.of(), Set.of("eu-1 ami-1"));
    assertThat(decide(TWO, Map.of(), cloud, old(2), old(3)).getLast())
        .isInstanceOfSatisfying(
            Verdict.Kept.class,
            kept ->
                assertThat(kept.reasons().getFirst())
                    .contains("eu-1 ami-1", "ingot images delete web:v1"));
  }

  @Test
  void noMoreThanAShareGoesAtOnceTheOldestFirst() {
    RetainSettings quarter =
        new RetainSettings(
            Set.of(), 1, Duration.ZERO, 10, Duration.ofDays(7), 0.25, Set.of("golden"));
    Candidate[] versions = new Candidate[9];
    for (int i = 0; i < versions.length; i++) {
      versions[i] = i == 3 ? version(4, 100, Stage.DEPRECATED, 1) : old(i + 1);
    }
    List<Verdict> verdicts = decide(quarter, Map.of(), versions);
    assertThat(verdicts.stream().filter(one -> one instanceof Verdict.Due))
        .extracting(one -> one.version().number())
        .containsExactly(1L);
    assertThat(verdicts)
        .contains(
            new Verdict.Waiting(
                old(2),
                Step.DEPRECATE,
                Optional.empty(),
                "no more than 2 of 9 at once (max_share)"));
  }

  private record Drawn(RetainSettings settings, List<Candidate> versions) {}

  private static Drawn drawn(RandomGenerator random) {
    RetainSettings settings =
        new RetainSettings(
            Set.of(),
            random.nextInt(1, 6),
            Duration.ofDays(random.nextInt(0, 60)),
            1,
            Duration.ofDays(random.nextInt(0, 10)),
            random.nextDouble(0.01, 1),
            Set.of("golden"));
    List<Candidate> versions = new ArrayList<>();
    int count = random.nextInt(0, 30);
    for (int i = 0; i < count; i++) {
      Candidate version =
          version(
              i + 1,
              random.nextInt(-5, 120),
              STAGES.get(random.nextInt(STAGES.size())),
              random.nextInt(-5, 20));
      versions.add(
          labelled(
              version,
              random.nextInt(8) == 0 ? Set.of("golden") : Set.of(),
              random.nextInt(8) == 0 ? Set.of("ami-" + i) : Set.of()));
    }
    return new Drawn(settings, versions);
  }

  private static Map<String, List<String>> uses(RandomGenerator random, List<Candidate> versions) {
    Map<String, List<String>> uses = new HashMap<>();
    for (Candidate version : versions) {
      if (random.nextInt(3) == 0) {
        uses.put(version.id(), List.of("something uses it"));
      }
    }
    return uses;
  }

  /** Whatever is known of versions, nothing that is used takes a step on its way out. */
  @Property(tries = 2000)
  void nothingThatMayBeNeededGoes(@ForAll long seed) {
    RandomGenerator random = new SplittableRandom(seed);
    Drawn drawn = drawn(random);
    Map<String, List<String>> uses = uses(random, drawn.versions());
    List<Verdict> verdicts = new Retirement(drawn.settings(), NOON).decide(drawn.versions(), uses);
    assertThat(verdicts).hasSameSizeAs(drawn.versions());
    Set<Long> newest =
        drawn.versions().stream()
            .filter(one -> one.stage() != Stage.REVOKED)
            .map(Candidate::number)
            .sorted(Comparator.reverseOrder())
            .limit(drawn.settings().versions())
            .collect(java.util.stream.Collectors.toSet());
    for (Verdict verdict : verdicts) {
      Candidate version = verdict.version();
      boolean needed =
          uses.containsKey(version.id())
              || newest.contains(version.number())
              || version.labels().contains("golden");
      switch (verdict) {
        case Verdict.Kept(var _, var reasons) -> assertThat(reasons).isNotEmpty();
        case Verdict.Due(var _, Step step, String why) -> {
          assertThat(why).isNotEmpty();
          assertThat(step == Step.REINSTATE).isEqualTo(needed);
          assertThat(step == Step.DELETE)
              .isEqualTo(
                  !needed
                      && (version.stage() == Stage.DISABLED || version.stage() == Stage.REVOKED));
          assertThat(step == Step.DELETE && !version.elsewhere().isEmpty()).isFalse();
        }
        case Verdict.Waiting _ -> assertThat(needed).isFalse();
      }
    }
    long onTheirWay =
        verdicts.stream()
            .filter(
                one ->
                    one instanceof Verdict.Due(var _, Step step, var _) && step == Step.DEPRECATE)
            .count();
    assertThat(onTheirWay)
        .isLessThanOrEqualTo(
            Math.max(1, (long) (drawn.versions().size() * drawn.settings().maxShare())));
  }

  /** One more use never lets another version go, and never lets its own go. */
  @Property(tries = 1000)
  void aUseKeepsWhatItUses(@ForAll long seed) {
    RandomGenerator random = new SplittableRandom(seed);
    Drawn drawn = drawn(random);
    if (drawn.versions().isEmpty()) {
      return;
    }
    Candidate used = drawn.versions().get(random.nextInt(drawn.versions().size()));
    Verdict after =
        new Retirement(drawn.settings(), NOON)
            .decide(drawn.versions(), Map.of(used.id(), List.of("used"))).stream()
                .filter(one -> one.version().equals(used))
                .findFirst()
                .orElseThrow();
    assertThat(
            after instanceof Verdict.Kept
                || (after instanceof Verdict.Due due && due.step() == Step.REINSTATE))
        .isTrue();
  }

  /** Passes in order end with all that is not needed deleted, and nothing else. */
  @Property(tries = 300)
  void passesEndWithNothingButWhatIsNeeded(@ForAll long seed) {
    RandomGenerator random = new SplittableRandom(seed);
    Drawn drawn = drawn(random);
    Map<String, List<String>> uses = uses(random, drawn.versions());
    Map<String, Candidate> left = new HashMap<>();
    drawn.versions().forEach(one -> left.put(one.id(), one));
    Instant now = NOON.plus(Duration.ofDays(365));
    for (int pass = 0; pass < 200; pass++) {
      for (Verdict verdict :
          new Retirement(drawn.settings(), now).decide(List.copyOf(left.values()), uses)) {
        if (verdict instanceof Verdict.Due(Candidate version, Step step, String _)) {
          switch (step) {
            case DEPRECATE -> left.put(version.id(), at(version, Stage.DEPRECATED, now));
            case DISABLE -> left.put(version.id(), at(version, Stage.DISABLED, now));
            case REINSTATE -> left.put(version.id(), at(version, Stage.ACTIVE, now));
            case DELETE -> left.remove(version.id());
          }
        }
      }
      now = now.plus(Duration.ofDays(10));
    }
    List<Candidate> complete =
        left.values().stream()
            .filter(one -> one.stage() == Stage.ACTIVE)
            .sorted(Comparator.comparingLong(Candidate::number).reversed())
            .toList();
    for (Candidate one : left.values()) {
      boolean newest = complete.indexOf(one) < drawn.settings().versions();
      assertThat(
              newest
                  || uses.containsKey(one.id())
                  || !one.labels().isEmpty()
                  || !one.elsewhere().isEmpty())
          .as("%s of %s", one, left)
          .isTrue();
    }
    uses.keySet().forEach(id -> assertThat(left).containsKey(id));
  }

  private static Candidate at(Candidate one, Stage stage, Instant now) {
    return new Candidate(
        one.id(),
        one.bucket(),
        one.number(),
        one.completed(),
        stage,
        stage == Stage.ACTIVE ? Optional.empty() : Optional.of(now),
        one.labels(),
        one.elsewhere());
  }
}
