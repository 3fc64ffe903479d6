package dev.ingot.release;

import static dev.ingot.release.Processes.ALL;
import static dev.ingot.release.Processes.disturbed;
import static dev.ingot.release.Processes.ended;
import static dev.ingot.release.Processes.losingPower;
import static dev.ingot.release.Processes.process;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.graph.Cancellation;
import dev.ingot.release.Processes.Run;
import dev.ingot.release.ReleaseResult.Reverted;
import dev.ingot.release.ReleaseResult.Unchanged;
import dev.ingot.release.ReleaseResult.Verified;
import dev.ingot.storage.CrashingStorage;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A process that carries out a release dies at each event there is. Another one goes on from what
 * it finds: the state, the ledger, the cloud. At every event of all of them the balancer sends
 * requests to three machines that exist and are healthy.
 */
final class KilledReleaseTest {
  @TempDir(factory = Memory.class)
  Path temporary;

  private World deployed = World.NOWHERE;

  /** What else runs in a process dies of the same, and nobody need read of it. */
  @BeforeAll
  static void letThreadsDieSilently() {
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, thrown) -> {
          if (!(thrown instanceof CrashingStorage.Crash)) {
            thrown.printStackTrace();
          }
        });
  }

  @AfterAll
  static void letThemDieAsBefore() {
    Thread.setDefaultUncaughtExceptionHandler(null);
  }

  @BeforeEach
  void deployTheFirstVersion() throws IOException {
    deployed = World.in(temporary);
    assertThat(deployed.run(World.up("image=v1"))).isInstanceOf(Verified.class);
  }

  @Test
  void whereverAChangeIsKilledTheSameRequestBringsItToItsEnd() {
    int kills = 0;
    for (boolean died = true; died; kills++) {
      Run first = process(deployed.copy(), World.up("image=v2"), kills + 1);
      died = first.result().isEmpty();
      ReleaseResult result =
          died ? ended(process(first.left(), World.up("image=v2"), ALL)) : ended(first);
      assertThat(result)
          .as("after a kill at event %d", kills + 1)
          .isInstanceOfAny(Verified.class, Unchanged.class);
      first.left().settledAs("v2");
      assertThat(first.left().outcomes())
          .as("it is one release, after a kill at event %d", kills + 1)
          .containsExactly("verified", "verified");
    }
    assertThat(kills).as("events").isGreaterThan(30);
  }

  @Test
  void whereverThePowerFailsTheSameRequestBringsTheChangeToItsEnd() {
    long write = 1;
    for (boolean died = true; died; write += 2) {
      Run first = losingPower(deployed, World.up("image=v2"), write);
      died = first.result().isEmpty();
      ReleaseResult result =
          died ? ended(process(first.left(), World.up("image=v2"), ALL)) : ended(first);
      assertThat(result)
          .as("without power at write %d", write)
          .isInstanceOfAny(Verified.class, Unchanged.class);
      first.left().settledAs("v2");
    }
    assertThat(write).as("writes").isGreaterThan(60);
  }

  @Test
  void whereverThePowerFailsTheSameRequestRevertsABrokenChange() {
    ReleaseRequest broken = World.up("image=v2", "broken=1");
    long write = 1;
    for (boolean died = true; died; write += 3) {
      Run first = losingPower(deployed, broken, write);
      died = first.result().isEmpty();
      ReleaseResult result = died ? ended(process(first.left(), broken, ALL)) : ended(first);
      assertThat(result).as("without power at write %d", write).isInstanceOf(Reverted.class);
      first.left().settledAs("v1");
    }
    assertThat(write).as("writes").isGreaterThan(60);
  }

  @Test
  void whereverABrokenChangeIsKilledTheSameRequestRevertsIt() {
    int kills = 0;
    for (boolean died = true; died; kills++) {
      ReleaseRequest broken = World.up("image=v2", "broken=1");
      Run first = process(deployed.copy(), broken, kills + 1);
      died = first.result().isEmpty();
      ReleaseResult result = died ? ended(process(first.left(), broken, ALL)) : ended(first);
      assertThat(result).as("after a kill at event %d", kills + 1).isInstanceOf(Reverted.class);
      first.left().settledAs("v1");
    }
    assertThat(kills).as("events").isGreaterThan(30);
  }

  @Test
  void whereverAChangeIsKilledAnotherChangeBringsItselfToItsEnd() {
    boolean died = true;
    for (int kill = 1; died; kill++) {
      Run first = process(deployed.copy(), World.up("image=v2"), kill);
      died = first.result().isEmpty();
      assertThat(ended(process(first.left(), World.up("image=v3"), ALL)))
          .as("after a kill at event %d", kill)
          .isInstanceOf(Verified.class);
      first.left().settledAs("v3");
    }
  }

  @Test
  void whereverABrokenChangeIsKilledAMendedOneBringsItselfToItsEnd() {
    boolean died = true;
    for (int kill = 1; died; kill++) {
      Run first = process(deployed.copy(), World.up("image=v2", "broken=1"), kill);
      died = first.result().isEmpty();
      assertThat(ended(process(first.left(), World.up("image=v2"), ALL)))
          .as("after a kill at event %d", kill)
          .isInstanceOf(Verified.class);
      first.left().settledAs("v2");
    }
  }

  @Test
  void whereverAChangeIsKilledABrokenOneReturnsToTheVerifiedRelease() {
    for (int kill = 1; ; kill++) {
      Run first = process(deployed.copy(), World.up("image=v2"), kill);
      if (first.result().isPresent()) {
        return;
      }
      boolean verified = first.left().outcomes().equals(List.of("verified", "verified"));
      ReleaseResult result = ended(process(first.left(), World.up("image=v3", "broken=0"), ALL));
      assertThat(result).as("after a kill at event %d", kill).isInstanceOf(Reverted.class);
      first.left().settledAs(verified ? "v2" : "v1");
    }
  }

  @Test
  void whereverAChangeThatUsersDoNotReachIsKilledTheSameRequestRevertsIt() {
    ReleaseRequest unreachable = World.up("image=v1", "port=81");
    int kills = 0;
    for (boolean died = true; died; kills++) {
      Run first = process(deployed.copy(), unreachable, kills + 1);
      died = first.result().isEmpty();
      ReleaseResult result = died ? ended(process(first.left(), unreachable, ALL)) : ended(first);
      assertThat(result).as("after a kill at event %d", kills + 1).isInstanceOf(Reverted.class);
      first.left().settledAs("v1");
      assertThat(first.left().run(World.up("image=v1"))).isInstanceOf(Unchanged.class);
    }
    assertThat(kills).as("events").isGreaterThan(20);
  }

  @Test
  void whereverARollbackIsKilledItIsBroughtToItsEnd() {
    World second = deployed.copy();
    assertThat(second.run(World.up("image=v2"))).isInstanceOf(Verified.class);
    ReleaseRequest rollback = new ReleaseRequest.Rollback(OptionalLong.of(1), World.inputs());
    boolean died = true;
    for (int kill = 1; died; kill++) {
      Run first = process(second.copy(), rollback, kill);
      died = first.result().isEmpty();
      if (died) {
        assertThat(ended(process(first.left(), rollback, ALL)))
            .as("after a kill at event %d", kill)
            .isInstanceOfAny(Verified.class, Unchanged.class);
      }
      first.left().settledAs("v1");
    }
  }

  @ParameterizedTest
  @EnumSource(ProviderCalls.Moment.class)
  void whateverBecomesOfAnAnswerTheSameRequestBringsTheChangeToItsEnd(ProviderCalls.Moment moment) {
    int calls = 0;
    for (boolean struck = true; struck; calls++) {
      Run first = disturbed(deployed.copy(), World.up("image=v2"), moment, calls + 1);
      struck = first.struck();
      if (first.result().filter(Reverted.class::isInstance).isPresent()) {
        first.left().settledAs("v1");
      }
      first.left().disturb(ProviderCalls.UNDISTURBED);
      assertThat(ended(process(first.left(), World.up("image=v2"), ALL)))
          .as("change %d, first ended %s", calls + 1, first.result())
          .isInstanceOfAny(Verified.class, Unchanged.class);
      first.left().settledAs("v2");
    }
    assertThat(calls).as("changes").isGreaterThan(9);
  }

  @ParameterizedTest
  @EnumSource(ProviderCalls.Moment.class)
  void whateverBecomesOfAnAnswerABrokenChangeIsReverted(ProviderCalls.Moment moment) {
    int calls = 0;
    for (boolean struck = true; struck; calls++) {
      ReleaseRequest broken = World.up("image=v2", "broken=1");
      Run first = disturbed(deployed.copy(), broken, moment, calls + 1);
      struck = first.struck();
      first.left().disturb(ProviderCalls.UNDISTURBED);
      assertThat(ended(process(first.left(), broken, ALL)))
          .as("change %d, first ended %s", calls + 1, first.result())
          .isInstanceOf(Reverted.class);
      first.left().settledAs("v1");
    }
    assertThat(calls).as("changes").isGreaterThan(7);
  }

  @ParameterizedTest
  @EnumSource(ProviderCalls.Moment.class)
  void whateverBecomesOfAnAnswerEverythingCanBeTakenDown(ProviderCalls.Moment moment) {
    ReleaseRequest down = new ReleaseRequest.Down(World.inputs("image=v1"));
    for (int call = 1; ; call++) {
      Run first = disturbed(deployed.copy(), down, moment, call);
      first.left().disturb(ProviderCalls.UNDISTURBED);
      assertThat(first.left().run(down).isSuccess()).as("change %d", call).isTrue();
      assertThat(first.left().cloud().objects()).as("change %d", call).isEmpty();
      if (!first.struck()) {
        return;
      }
    }
  }

  @Test
  void withoutARecordNothingThatServesGoesBeforeTheMachinesInUseHaveProvedThemselves()
      throws IOException {
    boolean died = true;
    for (int kill = 1; died; kill++) {
      Run first = process(deployed.copy(), World.up("image=v2", "broken=1"), kill);
      died = first.result().isEmpty();
      first.left().loseLedger();
      Run broken = process(first.left().copy(), World.up("image=v2", "broken=1"), ALL);
      assertThat(ended(broken))
          .as("after a kill at event %d", kill)
          .isInstanceOfAny(ReleaseResult.Paused.class, Reverted.class);
      assertThat(ended(process(first.left(), World.up("image=v2"), ALL)))
          .as("after a kill at event %d", kill)
          .isInstanceOfAny(Verified.class, Unchanged.class);
      first.left().settledAs("v2");
    }
  }

  @Test
  void aDamagedRecordIsSaidAndNotReliedOn() throws SQLException {
    boolean died = true;
    int damaged = 0;
    for (int kill = 1; died; kill++) {
      Run first = process(deployed.copy(), World.up("image=v2"), kill);
      died = first.result().isEmpty();
      if (died
          && first.left().outcomes().getFirst().equals("running")
          && first.left().damageRecord()) {
        List<ReleaseEvent> told = Collections.synchronizedList(new ArrayList<>());
        assertThat(first.left().run(World.up("image=v2"), told::add, new Cancellation()))
            .as("after a kill at event %d", kill)
            .isInstanceOf(Verified.class);
        first.left().servesAs("v2");
        assertThat(told)
            .anyMatch(
                event ->
                    event instanceof ReleaseEvent.Diagnosed(var found)
                        && found.stream()
                            .anyMatch(one -> one.summary().equals("Damaged record of a rollout")));
        damaged++;
      }
    }
    assertThat(damaged).isGreaterThan(20);
  }

  @Test
  void aReleaseThatIsKilledAgainAndAgainEnds() {
    SplittableRandom random = new SplittableRandom(5);
    for (int run = 0; run < 40; run++) {
      boolean broken = run % 2 == 0;
      ReleaseRequest request =
          broken ? World.up("image=v2", "broken=" + run % 3) : World.up("image=v2");
      World world = deployed.copy();
      StringBuilder kills = new StringBuilder();
      Optional<ReleaseResult> result = Optional.empty();
      for (int deaths = 0; result.isEmpty(); deaths++) {
        int kill = deaths < 6 ? 1 + random.nextInt(40) : ALL;
        kills.append(' ').append(kill);
        Run process = process(world, request, kill);
        world = process.left();
        result = process.result();
      }
      assertThat(result.get())
          .as("after kills at%s", kills)
          .isInstanceOfAny(broken ? Reverted.class : Verified.class, Unchanged.class);
      world.settledAs(broken ? "v1" : "v2");
    }
  }
}
