package dev.ingot.cli.view;

import dev.ingot.address.InstanceAddress;
import dev.ingot.cli.terminal.Terminal;
import dev.ingot.cli.terminal.Terminal.Style;
import dev.ingot.health.Verdict;
import dev.ingot.rollout.RolloutObserver;
import dev.ingot.rollout.analysis.Judged;
import dev.ingot.rollout.core.Effect;
import dev.ingot.rollout.core.Event;
import dev.ingot.rollout.core.Gate;
import dev.ingot.rollout.core.Outcome;
import dev.ingot.rollout.core.Rollout;
import dev.ingot.rollout.core.Rollout.Phase;
import dev.ingot.rollout.core.Rollout.SliceHealth;
import dev.ingot.rollout.core.Slice;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Prints the progress of a rollout, one line for each change. */
public final class RolloutText implements RolloutObserver {
  private final Terminal terminal;
  private final String name;
  private final Map<InstanceAddress, String> lastEvidence = new HashMap<>();
  private String lastOfRelease = "";

  public RolloutText(Terminal terminal, String name) {
    this.terminal = terminal;
    this.name = name;
  }

  @Override
  public void stepped(Event event, Rollout before, Rollout after) {
    if (event instanceof Event.Probed(var _, InstanceAddress address, Verdict.Unhealthy unhealthy)
        && before.health().containsKey(address)
        && !unhealthy.evidence().equals(lastEvidence.put(address, unhealthy.evidence()))) {
      line(address + ": not healthy yet: " + unhealthy.evidence());
    }
    if (event instanceof Event.Verified(Instant _, Verdict.Unhealthy unhealthy)
        && !unhealthy.evidence().equals(lastOfRelease)) {
      lastOfRelease = unhealthy.evidence();
      line("the release is not healthy yet: " + unhealthy.evidence());
    }
    phase(before, after);
    if (before.health().equals(after.health())) {
      return;
    }
    after
        .health()
        .forEach(
            (address, is) -> {
              SliceHealth was = before.health().get(address);
              if (is.proved() && (was == null || !was.proved())) {
                lastEvidence.remove(address);
                line(
                    address
                        + ": "
                        + terminal.styled(Style.GREEN, "healthy")
                        + " after "
                        + Table.duration(Duration.between(is.since(), event.at())));
              }
            });
  }

  /** A metric of the analysis was measured. */
  public void measured(String metric, Judged judged) {
    line(metric + ": " + judged.kind().name().toLowerCase(Locale.ROOT) + ": " + judged.evidence());
  }

  private void phase(Rollout before, Rollout after) {
    if (after.phase() == before.phase()) {
      return;
    }
    Optional<Instant> until = after.position().until();
    if (after.phase() == Phase.BAKING) {
      line("all machines are new; watching them until " + Table.time(until.orElseThrow()));
    } else if (after.phase() == Phase.OBSERVING) {
      line("wave " + (after.wave() + 1) + ": observing until " + Table.time(until.orElseThrow()));
    }
  }

  @Override
  public void doing(Effect effect, Rollout rollout) {
    String wave = "wave " + (rollout.wave() + 1) + " of " + rollout.waves().size() + ": ";
    boolean delegated = rollout.strategy().method().isDelegated();
    switch (effect) {
      case Effect.Vacate(int _, List<Slice> slices) ->
          line(wave + "destroying old machines of " + addresses(slices));
      case Effect.Create(int _, List<Slice> slices) ->
          line(
              wave
                  + (delegated
                      ? "changing "
                      : slices.stream().anyMatch(Slice::replacesAnOldMachine)
                          ? "creating new machines for "
                          : "creating ")
                  + addresses(slices));
      case Effect.Move(int _, List<Slice> slices) -> {
        if (!delegated) {
          line(wave + "moving traffic to " + addresses(slices));
        }
      }
      case Effect.Retire(int _, List<Slice> slices) -> {
        if (slices.stream().anyMatch(Slice::replacesAnOldMachine)) {
          line(wave + "destroying old machines");
        }
      }
      case Effect.TakeBack(int _, List<Slice> slices) -> {
        line(terminal.styled(Style.RED, rollout.reason()));
        line(wave + "rolling back: " + addresses(slices));
      }
      case Effect.Redeploy _ -> line("redeploying the last verified release");
      case Effect.Finish(Outcome outcome) -> line(ended(outcome));
      case Effect.Analyse analyse ->
          line(
              wave
                  + "analysing "
                  + addresses(analyse.fresh())
                  + " until "
                  + Table.time(analyse.until()));
      case Effect.Suspend(Outcome.Waiting waiting) -> line(ended(waiting));
      case Effect.Probe _, Effect.Wait _ -> {}
    }
  }

  private String ended(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Promoted(Optional<Instant> kept) ->
          terminal.styled(Style.GREEN, "done")
              + kept.map(until -> "; old machines are kept until " + Table.time(until)).orElse("");
      case Outcome.Waiting(Gate gate, String reason) ->
          terminal.styled(Style.YELLOW, "waiting")
              + ": "
              + (reason.isEmpty() ? waiting(gate) : reason);
      case Outcome.Reverted(String reason) ->
          terminal.styled(Style.RED, "reverted") + ": " + reason;
      case Outcome.Paused(String reason, var _) ->
          terminal.styled(Style.RED, "paused") + ": " + reason;
    };
  }

  /** What a rollout waits for at a gate. */
  public static String waiting(Gate gate) {
    String wave = "wave " + (gate.wave() + 1);
    return switch (gate.point()) {
      case START -> "a person has to confirm that it begins";
      case MOVE -> "the new machines are healthy; a person has to confirm that traffic moves";
      case ANALYSIS, STEP -> wave + " has been observed; a person has to confirm the next step";
      case PROMOTE -> "all machines are new; a person has to confirm that the old ones go";
    };
  }

  private static String addresses(List<Slice> slices) {
    return MachineList.of(slices.stream().map(Slice::address).toList());
  }

  private void line(String text) {
    terminal.line(terminal.styled(Style.BOLD, "rollout " + name + ":") + " " + text);
  }
}
