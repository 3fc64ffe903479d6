package dev.ingot.release;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.graph.Cancellation;
import dev.ingot.rollout.core.Effect;
import dev.ingot.rollout.core.Rollout;
import dev.ingot.storage.CrashingStorage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Processes that carry out releases and are killed. At every event of all of them the balancer
 * sends requests to three machines that exist and are healthy.
 */
final class Processes {
  /** No event is the last one. */
  static final int ALL = Integer.MAX_VALUE;

  private Processes() {}

  /** The process is dead; nobody sees this. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1;
  }

  /**
   * What became of one process.
   *
   * @param left what the next one finds
   * @param result how it ended, if it did before it was killed
   * @param struck whether what was to happen to it happened
   */
  record Run(World left, Optional<ReleaseResult> result, boolean struck) {
    Run(World left, Optional<ReleaseResult> result) {
      this(left, result, result.isEmpty());
    }
  }

  /** One process, killed at an event, counted from 1. */
  static Run process(World world, ReleaseRequest request, int killedAt) {
    return run(world, request, new Listener(world, killedAt, true));
  }

  /** One process, in which some machines may be gone while others take their place. */
  static Run process(World world, ReleaseRequest request, int killedAt, int gone) {
    return run(world, request, new Listener(world, killedAt, true, gone));
  }

  /** One process, with something around one of the changes it asks providers for. */
  static Run disturbed(World world, ReleaseRequest request, ProviderCalls.Moment moment, int call) {
    Listener listener = new Listener(world, ALL, !(request instanceof ReleaseRequest.Down));
    ProviderCalls calls =
        new ProviderCalls(
            moment,
            call,
            switch (moment) {
              case BEFORE, AFTER -> listener::kill;
              case ANSWER_LOST, PROVIDER_LOST -> () -> {};
            });
    world.disturb(calls);
    Run run = run(world, request, listener);
    return new Run(run.left(), run.result(), calls.happened());
  }

  /** One process, whose machine loses its power where the state is written for the nth time. */
  static Run losingPower(World world, ReleaseRequest request, long boundary) {
    World dying = world.losingPowerAt(boundary);
    Listener listener = new Listener(dying, ALL, true);
    dying.atDeath(listener::kill);
    try {
      Run run = run(dying, request, listener);
      run.left().repair();
      return run;
    } catch (CrashingStorage.Crash _) {
      World left = listener.left.orElseThrow();
      left.repair();
      return new Run(left, Optional.empty());
    }
  }

  /** One pass of upkeep, killed at an event, counted from 1. */
  static Run upkeep(World world, int killedAt) {
    Listener listener = new Listener(world, killedAt, false);
    return run(
        world,
        () ->
            world
                .upkeep(listener, new ArrayList<>())
                .result()
                .orElseGet(() -> new ReleaseResult.Unchanged(Optional.empty())),
        listener);
  }

  private static Run run(World world, ReleaseRequest request, Listener listener) {
    return run(world, () -> world.run(request, listener, new Cancellation()), listener);
  }

  private static Run run(World world, Supplier<ReleaseResult> work, Listener listener) {
    try {
      ReleaseResult result = work.get();
      return listener.left.isPresent()
          ? new Run(listener.left.get(), Optional.empty())
          : new Run(world, Optional.of(result));
    } catch (Killed | RuntimeException e) {
      if (listener.left.isEmpty()) {
        throw e;
      }
      return new Run(listener.left.get(), Optional.empty());
    } finally {
      listener.left.ifPresent(_ -> world.kill());
    }
  }

  private static final class Listener implements ReleaseListener {
    private final World world;
    private final Thread main = Thread.currentThread();
    private final int killedAt;
    private final boolean serving;
    private final int gone;
    private volatile Optional<World> left = Optional.empty();
    private int events;

    /**
     * @param serving whether machines must serve at every event
     */
    Listener(World world, int killedAt, boolean serving) {
      this(world, killedAt, serving, 0);
    }

    /**
     * @param gone how many of them may be gone
     */
    Listener(World world, int killedAt, boolean serving, int gone) {
      this.gone = gone;
      this.serving = serving;
      this.world = world;
      this.killedAt = killedAt;
    }

    @Override
    public synchronized void on(ReleaseEvent event) {
      if (left.isPresent()) {
        die();
        return;
      }
      if (serving) {
        List<String> serve =
            world.served().values().stream().filter(kind -> kind.startsWith("v")).toList();
        assertThat(serve)
            .as("the healthy machines the balancer sends requests to, at %s", event)
            .hasSizeBetween(3 - gone, 3);
      }
      if (changesNothing(event)) {
        return;
      }
      events++;
      if (events == killedAt) {
        kill();
        die();
      }
    }

    /** Nothing of what is done from here on was ever done. */
    synchronized void kill() {
      left = Optional.of(world.afterCrash());
    }

    /** Most probes find what the one before has found. */
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

  /** How a process ended that was not killed. */
  static ReleaseResult ended(Run process) {
    return process.result().orElseThrow();
  }
}
