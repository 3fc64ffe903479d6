package dev.ingot.release;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.graph.Cancellation;
import dev.ingot.release.ReleaseResult.Reverted;
import dev.ingot.release.ReleaseResult.Unchanged;
import dev.ingot.release.ReleaseResult.Verified;
import dev.ingot.rollout.core.Effect;
import dev.ingot.rollout.core.Rollout;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that carries out a release dies at each event there is. Another one goes on from what
 * it finds: the state, the ledger, the cloud. At every event of all of them the balancer sends
 * requests to three machines that exist and are healthy.
 */
final class KilledReleaseTest {
  private static final int ALL = Integer.MAX_VALUE;

  @TempDir(factory = Memory.class)
  Path temporary;

  private World deployed = World.NOWHERE;

  @BeforeEach
  void deployTheFirstVersion() throws IOException {
    deployed = World.in(temporary);
    assertThat(deployed.run(World.up("image=v1"))).isInstanceOf(Verified.class);
  }

  /** The process is dead; nobody sees this. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1;
  }

  /**
   * One process, killed at an event, counted from 1.
   *
   * @param left what the next one finds
   * @param result how it ended, if it did before it was killed
   */
  private record Run(World left, Optional<ReleaseResult> result) {}

  private static Run process(World world, ReleaseRequest request, int killedAt) {
    Listener listener = new Listener(world, killedAt);
    try {
      ReleaseResult result = world.run(request, listener, new Cancellation());
      return listener.left.isPresent()
          ? new Run(listener.left.get(), Optional.empty())
          : new Run(world, Optional.of(result));
    } catch (Killed | RuntimeException e) {
      if (listener.left.isEmpty()) {
        throw e;
      }
      return new Run(listener.left.get(), Optional.empty());
    }
  }

  private static final class Listener implements ReleaseListener {
    private final World world;
    private final Thread main = Thread.currentThread();
    private final int killedAt;
    private volatile Optional<World> left = Optional.empty();
    private int events;

    Listener(World world, int killedAt) {
      this.world = world;
      this.killedAt = killedAt;
    }

    @Override
    public synchronized void on(ReleaseEvent event) {
      if (left.isPresent()) {
        die();
        return;
      }
      assertThat(world.served().values())
          .as("what the balancer sends requests to, at %s", event)
          .hasSize(3)
          .allMatch(kind -> kind.startsWith("v"), "healthy");
      if (changesNothing(event)) {
        return;
      }
      events++;
      if (events == killedAt) {
        left = Optional.of(world.afterCrash());
        die();
      }
    }

    /** How often machines are probed is chance. */
    private static boolean changesNothing(ReleaseEvent event) {
      return switch (event) {
        case ReleaseEvent.RolloutStepped(var _, var _, Rollout before, Rollout after) ->
            before.equals(after);
        case ReleaseEvent.RolloutDoing(var _, Effect effect, var _) ->
            effect instanceof Effect.Wait || effect instanceof Effect.Probe;
        case ReleaseEvent _ -> false;
      };
    }

    /** What runs beside the main thread ends by itself: its world has gone. */
    private void die() {
      if (Thread.currentThread().equals(main)) {
        throw new Killed();
      }
    }
  }

  private static ReleaseResult ended(Run process) {
    return process.result().orElseThrow();
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
