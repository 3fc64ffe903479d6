package dev.ingot.cli.view;

import dev.ingot.address.InstanceAddress;
import dev.ingot.bake.BakeEvent;
import dev.ingot.cli.terminal.Terminal;
import dev.ingot.cli.terminal.Terminal.Style;
import dev.ingot.deploy.Plan;
import dev.ingot.lang.Diagnostic;
import dev.ingot.ledger.ReleaseId;
import dev.ingot.registry.catalog.Version;
import dev.ingot.release.ReleaseEvent;
import dev.ingot.release.ReleaseEvent.ImageChange;
import dev.ingot.release.ReleaseListener;
import dev.ingot.release.ReleaseStage;
import dev.ingot.release.gate.GateEvent;
import dev.ingot.rollout.analysis.Judged;
import dev.ingot.rollout.core.Effect;
import dev.ingot.rollout.core.Event;
import dev.ingot.rollout.core.Rollout;
import dev.ingot.storage.Digest;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Prints the progress of a release. */
public final class ReleaseText implements ReleaseListener {
  private final Terminal terminal;
  private final OperationView view;
  private final Consumer<ReleaseStage> stages;
  private final boolean full;
  private final BakeText bake;
  private final Map<String, RolloutText> rollouts = new HashMap<>();

  /**
   * @param view prints plans, changes and diagnostics
   * @param stages called with each completed stage
   * @param full whether the whole plan is shown, not only a line for each resource
   */
  public ReleaseText(
      Terminal terminal, OperationView view, Consumer<ReleaseStage> stages, boolean full) {
    this.terminal = terminal;
    this.view = view;
    this.stages = stages;
    this.full = full;
    this.bake = new BakeText(terminal);
  }

  @Override
  public void on(ReleaseEvent event) {
    switch (event) {
      case ReleaseEvent.Diagnosed(List<Diagnostic> diagnostics) -> view.diagnostics(diagnostics);
      case ReleaseEvent.StageEnded(ReleaseStage stage) -> stages.accept(stage);
      case ReleaseEvent.Baking(BakeEvent baking) -> bake.print(baking);
      case ReleaseEvent.Baked(Version version) -> terminal.line(bakedLine(terminal, version));
      case ReleaseEvent.Promoting(GateEvent gate) -> gate(gate);
      case ReleaseEvent.RollingBack(long release) ->
          terminal.line("Rolling back to release " + release + ".");
      case ReleaseEvent.Planned(Plan plan, List<ImageChange> images) -> {
        if (full) {
          view.plan(plan);
          images(images);
        } else {
          terminal.line(PlanLines.of(plan, images));
        }
      }
      case ReleaseEvent.NoChanges(boolean proving) ->
          terminal.line(
              proving
                  ? "No changes. The last release failed, so the running machines are checked"
                      + " again."
                  : "No changes. The running stack matches the configuration.");
      case ReleaseEvent.Deploying(dev.ingot.deploy.Event change) -> view.on(change);
      case ReleaseEvent.Resuming(List<InstanceAddress> machines) ->
          terminal.line(
              "Going on with the rollout that has begun, and its machines: "
                  + MachineList.of(machines));
      case ReleaseEvent.RolloutStepped(String name, Event step, Rollout before, Rollout after) ->
          rollout(name).stepped(step, before, after);
      case ReleaseEvent.RolloutDoing(String name, Effect effect, Rollout state) ->
          rollout(name).doing(effect, state);
      case ReleaseEvent.Measured(String name, String metric, Judged judged) ->
          rollout(name).measured(metric, judged);
      case ReleaseEvent.Kept(Instant until) ->
          terminal.line(
              "Old machines are kept until "
                  + Table.time(until)
                  + ". To switch back to them at once: ingot rollback -instant.");
      case ReleaseEvent.Unreached(String evidence) ->
          terminal.line("Waiting for users to reach it: " + evidence);
      case ReleaseEvent.LastWords(InstanceAddress machine, String log) -> lastWords(machine, log);
      case ReleaseEvent.Redeploying(long release, ReleaseId failed, String reason) ->
          terminal.line(
              terminal.styled(Style.BOLD, "Redeploying release " + release)
                  + " because release "
                  + failed.number()
                  + " failed: "
                  + reason);
    }
  }

  /** The line for a baked version. */
  public static String bakedLine(Terminal terminal, Version version) {
    String image = version.image().map(Digest::toString).orElseGet(() -> elsewhere(version));
    return terminal.styled(Style.BOLD, version.reference()) + (image.isEmpty() ? "" : "  " + image);
  }

  /** What other platforms call the images of a version, each with its region. */
  public static String elsewhere(Version version) {
    return version.elsewhere().stream()
        .map(build -> (build.region() + " " + build.externalId()).strip())
        .collect(Collectors.joining(", "));
  }

  private synchronized RolloutText rollout(String name) {
    return rollouts.computeIfAbsent(name, one -> new RolloutText(terminal, one));
  }

  private void gate(GateEvent event) {
    switch (event) {
      case GateEvent.TestStarted(Version version) ->
          terminal.line("Boot test of " + version.reference() + "…");
      case GateEvent.TestPassed(Version _, String answer, Duration ready) ->
          terminal.line(
              terminal.styled(Style.GREEN, "passed")
                  + ": "
                  + answer
                  + ", after "
                  + Table.duration(ready));
      case GateEvent.ChannelMoved(
              String bucket,
              String channel,
              Optional<String> before,
              String after) ->
          terminal.line(
              "channel "
                  + bucket
                  + ":"
                  + channel
                  + "  "
                  + before.map(label -> label + " -> ").orElse("")
                  + after);
    }
  }

  private void images(List<ImageChange> changes) {
    if (changes.isEmpty()) {
      return;
    }
    terminal.line("\nImages:");
    changes.forEach(
        change ->
            terminal.line(
                "  "
                    + change.bucket()
                    + "  "
                    + change.before().map(old -> old + " -> ").orElse("")
                    + change.after()));
    terminal.line("");
  }

  private synchronized void lastWords(InstanceAddress machine, String log) {
    terminal.err().println("\nLast lines of the log of " + machine + ":");
    if (log.isBlank()) {
      terminal.err().println("  (no output)");
    }
    log.lines().forEach(line -> terminal.err().println("  " + line));
    terminal.err().flush();
  }
}
