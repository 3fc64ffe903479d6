package dev.ingot.cli.view;

import dev.ingot.address.InstanceAddress;
import dev.ingot.cli.terminal.Terminal;
import dev.ingot.deploy.ChangeAction;
import dev.ingot.health.Verdict;
import dev.ingot.release.ReleaseEvent;
import dev.ingot.release.ReleaseListener;
import dev.ingot.rollout.core.Event;
import dev.ingot.rollout.core.Rollout;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a release is doing now, as lines that are drawn again and again: builds, rollouts with the
 * health of their machines, changes. What happens once is printed by another listener; checks that
 * fail for now are only drawn. Safe for use by several threads.
 */
public final class ReleaseLive {
  private static final int MOST_CHANGES = 8;

  private final InstantSource clock;
  private final BakeLines bakes;
  private final RolloutLines rolloutLines;
  private final Map<String, Rolling> rollouts = new LinkedHashMap<>();
  private final Map<InstanceAddress, Changing> changes = new LinkedHashMap<>();

  private record Rolling(Rollout rollout, Instant since) {}

  private record Changing(String word, Instant since) {}

  /** Of a release that has not begun. */
  public ReleaseLive(Terminal terminal, InstantSource clock) {
    this.clock = clock;
    this.bakes = new BakeLines(terminal, clock);
    this.rolloutLines = new RolloutLines(terminal);
  }

  /**
   * Listens to the release.
   *
   * @param printed hears of everything that is printed once
   */
  public ReleaseListener with(ReleaseListener printed) {
    return event -> {
      note(event);
      if (!isOnlyDrawn(event)) {
        printed.on(event);
      }
    };
  }

  private static boolean isOnlyDrawn(ReleaseEvent event) {
    return event instanceof ReleaseEvent.RolloutStepped(var _, Event step, var before, var after)
        && step instanceof Event.Probed(var _, var _, Verdict.Unhealthy _)
        && before.phase() == after.phase();
  }

  private synchronized void note(ReleaseEvent event) {
    if (event instanceof ReleaseEvent.Baking(var baking)) {
      bakes.on(baking);
    } else if (event instanceof ReleaseEvent.RolloutStepped stepped) {
      note(stepped);
    } else if (event instanceof ReleaseEvent.Deploying(var change)) {
      note(change);
    }
  }

  private void note(ReleaseEvent.RolloutStepped stepped) {
    Rollout before = stepped.before();
    Rollout after = stepped.after();
    boolean same = before.phase() == after.phase() && before.wave() == after.wave();
    Instant since =
        Optional.ofNullable(rollouts.get(stepped.rollout()))
            .filter(_ -> same)
            .map(Rolling::since)
            .orElseGet(clock::instant);
    if (after.ended()) {
      rollouts.remove(stepped.rollout());
    } else {
      rollouts.put(stepped.rollout(), new Rolling(after, since));
    }
  }

  private void note(dev.ingot.deploy.Event event) {
    if (event instanceof dev.ingot.deploy.Event.ApplyStart start) {
      changes.put(start.address(), new Changing(word(start.action()), clock.instant()));
    } else if (event instanceof dev.ingot.deploy.Event.ApplyComplete
        || event instanceof dev.ingot.deploy.Event.ApplyErrored) {
      changes.remove(event.address());
    }
  }

  private static String word(ChangeAction action) {
    return action.creates() ? "creating" : action.destroys() ? "destroying" : "changing";
  }

  /** The lines now. */
  public synchronized List<String> lines() {
    Instant now = clock.instant();
    List<String> lines = new ArrayList<>(bakes.lines());
    rollouts.forEach(
        (name, one) -> lines.addAll(rolloutLines.of(name, one.rollout(), one.since(), now)));
    changes.entrySet().stream()
        .limit(MOST_CHANGES)
        .forEach(
            change ->
                lines.add(
                    change.getValue().word()
                        + " "
                        + change.getKey()
                        + "  "
                        + BakeLines.seconds(Duration.between(change.getValue().since(), now))));
    if (changes.size() > MOST_CHANGES) {
      lines.add("… and " + (changes.size() - MOST_CHANGES) + " more");
    }
    return lines;
  }
}
