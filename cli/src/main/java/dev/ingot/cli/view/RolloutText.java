package dev.ingot.cli.view;

import dev.ingot.address.InstanceAddress;
import dev.ingot.cli.terminal.Terminal;
import dev.ingot.cli.terminal.Terminal.Style;
import dev.ingot.health.Verdict;
import dev.ingot.rollout.RolloutObserver;
import dev.ingot.rollout.core.Effect;
import dev.ingot.rollout.core.Event;
import dev.ingot.rollout.core.Outcome;
import dev.ingot.rollout.core.Rollout;
import dev.ingot.rollout.core.Rollout.SliceHealth;
import dev.ingot.rollout.core.Slice;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Prints the progress of a rollout, one line for each change. */
public final class RolloutText implements RolloutObserver {
  private final Terminal terminal;
  private final String name;
  private final Map<InstanceAddress, String> lastEvidence = new HashMap<>();

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

  @Override
  public void doing(Effect effect, Rollout rollout) {
    String wave = "wave " + (rollout.wave() + 1) + " of " + rollout.waves().size() + ": ";
    switch (effect) {
      case Effect.Create(int _, List<Slice> slices) ->
          line(
              wave
                  + (slices.stream().anyMatch(Slice::replacesAnOldMachine)
                      ? "creating new machines for "
                      : "creating ")
                  + addresses(slices));
      case Effect.Move(int _, List<Slice> slices) ->
          line(wave + "moving traffic to " + addresses(slices));
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
      case Effect.Probe _, Effect.Wait _ -> {}
    }
  }

  private String ended(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Promoted _ -> terminal.styled(Style.GREEN, "done");
      case Outcome.Reverted(String reason) ->
          terminal.styled(Style.RED, "reverted") + ": " + reason;
      case Outcome.Paused(String reason, var _) ->
          terminal.styled(Style.RED, "paused") + ": " + reason;
    };
  }

  private static String addresses(List<Slice> slices) {
    return slices.stream()
        .map(slice -> slice.address().toString())
        .collect(Collectors.joining(", "));
  }

  private void line(String text) {
    terminal.line(terminal.styled(Style.BOLD, "rollout " + name + ":") + " " + text);
  }
}
