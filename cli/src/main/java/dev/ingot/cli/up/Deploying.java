package dev.ingot.cli.up;

import dev.ingot.address.DeposedKey;
import dev.ingot.address.InstanceAddress;
import dev.ingot.cli.Engine;
import dev.ingot.cli.ExitCode;
import dev.ingot.cli.Home;
import dev.ingot.cli.Terminal;
import dev.ingot.cli.Terminal.Style;
import dev.ingot.cli.view.OperationView;
import dev.ingot.cli.view.RolloutText;
import dev.ingot.deploy.ApplyResult;
import dev.ingot.deploy.Plan;
import dev.ingot.deploy.ResourceChange;
import dev.ingot.deploy.operation.ApplySession;
import dev.ingot.deploy.operation.Planner;
import dev.ingot.deploy.operation.ProcessRunner;
import dev.ingot.deploy.operation.Recovery;
import dev.ingot.graph.Cancellation;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.value.Value;
import dev.ingot.ledger.Release;
import dev.ingot.ledger.ReleaseId;
import dev.ingot.ledger.ReleaseOutcome;
import dev.ingot.ledger.ReleaseStart;
import dev.ingot.ledger.Releases;
import dev.ingot.ledger.ResolvedImage;
import dev.ingot.platform.api.AgentClient;
import dev.ingot.platform.api.PlatformException;
import dev.ingot.platform.provider.IngotProvider;
import dev.ingot.rollout.RolloutDriver;
import dev.ingot.rollout.RolloutSettings;
import dev.ingot.rollout.Stages;
import dev.ingot.rollout.core.Event.Result;
import dev.ingot.rollout.core.Outcome;
import dev.ingot.rollout.core.Rollout;
import dev.ingot.rollout.core.Slice;
import dev.ingot.state.Change;
import dev.ingot.state.StateSession;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Plans and applies a deployment, machines in waves, as a recorded release: the last stage of
 * {@code ingot up}, and all of {@code ingot rollback} and {@code ingot down}.
 */
final class Deploying {
  private static final String MACHINE = "ingot_machine";

  private final Site site;
  private final Engine engine;
  private final OperationView view;
  private final Terminal terminal;
  private final String stack;
  private final StateSession session;
  private final Cancellation cancellation;
  private final Restoring restoring;
  private volatile Optional<RolloutDriver> rolling = Optional.empty();
  private SortedMap<InstanceAddress, DeposedKey> serving = new TreeMap<>();

  /** Makes a deployment of what a release kept. */
  interface Restoring {
    Optional<Deployment> of(Release release) throws IOException;
  }

  Deploying(
      Site site,
      Engine engine,
      OperationView view,
      StateSession session,
      Cancellation cancellation,
      Restoring restoring) {
    this.site = site;
    this.engine = engine;
    this.view = view;
    this.terminal = engine.terminal();
    this.stack = Home.stack(engine.folder());
    this.session = session;
    this.cancellation = cancellation;
    this.restoring = restoring;
  }

  /**
   * How a deployment ended.
   *
   * @param changed whether there was anything to do
   */
  record Ended(int exitCode, boolean changed, String reason) {}

  /** Deploys; what came of it has been told when it returns. */
  Ended run(Deployment deployment) throws IOException, InterruptedException {
    boolean unproved = lastFailed();
    Engine with = engine.with(IngotProvider.ADDRESS, site.provider(deployment.held()));
    UnfinishedWaves unfinished =
        new UnfinishedWaves(
            session,
            deployment.settings().rollouts().stream()
                .map(RolloutSettings::target)
                .collect(Collectors.toSet()));
    view.diagnostics(
        Recovery.settle(
            session,
            deployment.configuration(),
            deployment.variables(),
            with.providers(),
            with.setting()));
    session.apply(unfinished.restoring());
    Planner.Result planned = planned(deployment, with);
    List<Change> returning =
        planned.plan().map(plan -> unfinished.returning(plan, engine.random())).orElse(List.of());
    if (!planned.hasErrors() && !returning.isEmpty()) {
      session.apply(returning);
      planned = planned(deployment, with);
    }
    if (cancellation.isCancelled()) {
      return new Ended(ExitCode.INTERRUPTED, false, "nothing of the deployment was changed");
    }
    view.diagnostics(planned.diagnostics());
    if (planned.hasErrors() || planned.plan().isEmpty()) {
      return new Ended(ExitCode.ERROR, false, "the plan has errors");
    }
    Plan plan = planned.plan().get();
    serving = unfinished.serving(plan);
    SortedMap<String, ResolvedImage> images = ImagesInUse.in(plan.prior());
    if (!plan.isApplyable() && !unproved) {
      terminal.line("No changes. What runs is what the folder describes.");
      return new Ended(ExitCode.OK, false, "");
    }
    if (plan.isApplyable()) {
      view.plan(plan);
      imageChanges(plan);
    } else {
      terminal.line(
          "No changes, but the last release did not end well: what runs has to prove itself.");
    }
    Releases releases = site.ledger().releases();
    Release release =
        releases.start(
            new ReleaseStart(
                site.actor(),
                stack,
                deployment.configuration().digest(),
                ReleaseVariables.recorded(deployment),
                images,
                PlanDigest.of(plan),
                deployment.rollbackOf(),
                deployment.message()));
    deployment.archive().attach(releases, release.id());
    Ended ended = new Ended(ExitCode.ERROR, true, "it ended early");
    try {
      if (plan.isApplyable()) {
        ended = apply(plan, with, deployment, release.id());
      } else {
        ended = new Ended(ExitCode.OK, false, "");
      }
      if (ended.exitCode() == ExitCode.OK && unproved) {
        ended = prove(plan, deployment);
      }
      return ended;
    } finally {
      finish(releases, release.id(), ended);
    }
  }

  private Planner.Result planned(Deployment deployment, Engine with)
      throws IOException, InterruptedException {
    return new Planner(with.providers(), with.setting())
        .plan(
            deployment.configuration(),
            deployment.variables(),
            session.state().snapshot(),
            deployment.options(),
            event -> {},
            cancellation);
  }

  /** Whether the last release left machines that have not proved themselves. */
  private boolean lastFailed() {
    return site.ledger().releases().of(stack).stream()
        .findFirst()
        .filter(release -> release.outcome() == ReleaseOutcome.FAILED)
        .isPresent();
  }

  /** No other process can have this state open: a release that still runs has died. */
  void closeReleasesLeftRunning() {
    Releases releases = site.ledger().releases();
    for (Release release : releases.running()) {
      if (release.id().stack().equals(stack)) {
        releases.finish(
            release.id(),
            site.actor(),
            ReleaseOutcome.FAILED,
            "its process ended before the release did; the next one took up what it left",
            Map.of());
      }
    }
  }

  private void finish(Releases releases, ReleaseId id, Ended ended) {
    ReleaseOutcome outcome =
        switch (ended.exitCode()) {
          case ExitCode.OK -> ReleaseOutcome.VERIFIED;
          case ExitCode.REVERTED -> ReleaseOutcome.REVERTED;
          default -> ReleaseOutcome.FAILED;
        };
    releases.finish(id, site.actor(), outcome, ended.reason(), Map.of());
  }

  private void imageChanges(Plan plan) {
    TreeSet<String> lines = new TreeSet<>();
    for (ResourceChange change : plan.changes()) {
      if (change.address().resource().type().equals(MACHINE)) {
        Optional<String> before = image(change.before());
        Optional<String> after = image(change.after());
        after.ifPresent(
            digest -> {
              if (!after.equals(before)) {
                lines.add(
                    ImagesInUse.bucket(site.registry(), digest)
                        + "  "
                        + before
                            .map(old -> ImagesInUse.describe(site.registry(), old) + " -> ")
                            .orElse("")
                        + ImagesInUse.describe(site.registry(), digest));
              }
            });
      }
    }
    if (!lines.isEmpty()) {
      terminal.line("\nImages:");
      lines.forEach(line -> terminal.line("  " + line));
      terminal.line("");
    }
  }

  private static Optional<String> image(Value machine) {
    return machine.unmarked() instanceof Value.ObjectValue object
            && object.attributes().get("image") instanceof Value.StringValue(String digest)
        ? Optional.of(digest)
        : Optional.empty();
  }

  private Ended apply(Plan plan, Engine with, Deployment deployment, ReleaseId release)
      throws IOException, InterruptedException {
    // A rollout that is interrupted is taken back, which the session must still be able to do.
    Cancellation ofSession = new Cancellation();
    cancellation.onCancel(
        () -> rolling.ifPresentOrElse(driver -> driver.cancel(site.actor()), ofSession::cancel));
    dev.ingot.lang.Result<ApplySession> opened =
        ApplySession.open(
            plan, session, with.providers(), with.setting(), view, new ProcessRunner(), ofSession);
    if (opened.value().isEmpty()) {
      view.diagnostics(opened.diagnostics());
      return new Ended(ExitCode.ERROR, true, firstError(opened.diagnostics()));
    }
    try (ApplySession apply = opened.value().get()) {
      return apply(apply, plan, deployment, release);
    }
  }

  private Ended apply(ApplySession apply, Plan plan, Deployment deployment, ReleaseId release)
      throws IOException, InterruptedException {
    Map<RolloutSettings, List<Slice>> groups =
        FleetSlices.of(plan, deployment.settings().rollouts(), serving.keySet());
    if (groups.isEmpty()) {
      return ended(apply.run());
    }
    TreeSet<InstanceAddress> held = new TreeSet<>();
    groups
        .values()
        .forEach(
            slices -> slices.forEach(slice -> held.add(InstanceAddress.parse(slice.address()))));
    if (!serving.isEmpty()) {
      terminal.line(
          "The last rollout ended in the middle of a wave; it goes on with what that one made: "
              + serving.keySet().stream()
                  .map(InstanceAddress::toString)
                  .collect(Collectors.joining(", ")));
    }
    Ended before = ended(apply.applyBefore(held, serving));
    if (before.exitCode() != ExitCode.OK) {
      return before;
    }
    for (Map.Entry<RolloutSettings, List<Slice>> group : groups.entrySet()) {
      Ended ended = roll(apply, group.getKey(), group.getValue(), release);
      if (ended.exitCode() != ExitCode.OK) {
        return ended;
      }
    }
    return ended(apply.finish());
  }

  private Ended roll(
      ApplySession apply, RolloutSettings settings, List<Slice> slices, ReleaseId release)
      throws IOException, InterruptedException {
    AgentClient agent;
    try {
      agent = site.agent();
    } catch (PlatformException e) {
      return new Ended(ExitCode.ERROR, true, e.describe());
    }
    FleetStages stages =
        new FleetStages(apply, agent, this::machineOf, reason -> redeploy(apply, reason, release));
    Outcome outcome = drive(settings, slices, stages, agent);
    view.diagnostics(stages.diagnostics());
    return switch (outcome) {
      case Outcome.Promoted _ -> new Ended(ExitCode.OK, true, "");
      case Outcome.Reverted(String reason) -> {
        tellLastWords(stages);
        pointChannelsBack(release, reason);
        yield new Ended(ExitCode.REVERTED, true, reason);
      }
      case Outcome.Paused(String reason) -> {
        stages.keepLastWords(slices.stream().map(Slice::address).filter(reason::contains).toList());
        tellLastWords(stages);
        yield new Ended(ExitCode.PAUSED, true, reason);
      }
    };
  }

  private Outcome drive(
      RolloutSettings settings, List<Slice> slices, Stages stages, AgentClient agent)
      throws InterruptedException {
    RolloutDriver driver =
        new RolloutDriver(
            stages,
            new PlatformProber(agent, this::machineOf),
            settings.checks(),
            new RolloutText(terminal, settings.name()),
            engine.clock());
    rolling = Optional.of(driver);
    try {
      if (cancellation.isCancelled()) {
        driver.cancel(site.actor());
      }
      return driver.run(Rollout.of(settings.strategy(), slices));
    } finally {
      rolling = Optional.empty();
    }
  }

  /**
   * Lets the machines that an earlier release left unproved prove themselves now; changes nothing.
   */
  private Ended prove(Plan plan, Deployment deployment) throws InterruptedException {
    Map<RolloutSettings, List<Slice>> rolled =
        FleetSlices.of(plan, deployment.settings().rollouts(), serving.keySet());
    for (RolloutSettings settings : deployment.settings().rollouts()) {
      List<Slice> slices =
          session
              .state()
              .snapshot()
              .instances()
              .filter(address -> address.resource().toString().equals(settings.target()))
              .sorted()
              .map(address -> new Slice(address.toString(), false))
              .toList();
      if (rolled.containsKey(settings) || slices.isEmpty()) {
        continue;
      }
      try {
        Outcome outcome = drive(settings, slices, new NoStages(), site.agent());
        if (outcome instanceof Outcome.Paused(String reason)) {
          return new Ended(ExitCode.PAUSED, true, reason);
        }
      } catch (PlatformException e) {
        return new Ended(ExitCode.ERROR, true, e.describe());
      }
    }
    return new Ended(ExitCode.OK, true, "");
  }

  /** Stages of a rollout that only looks. */
  private static final class NoStages implements Stages {
    @Override
    public Result create(List<String> addresses) {
      return new Result.Done();
    }

    @Override
    public Result move(List<String> addresses) {
      return new Result.Done();
    }

    @Override
    public Result retire(List<String> addresses) {
      return new Result.Done();
    }

    @Override
    public Result takeBack(List<String> addresses) {
      return new Result.Done();
    }

    @Override
    public Result redeploy(String reason) {
      return new Result.Done();
    }
  }

  private void tellLastWords(FleetStages stages) {
    stages
        .lastWords()
        .forEach(
            (address, log) -> {
              terminal.err().println("\nThe last lines of " + address + ":");
              if (log.isBlank()) {
                terminal.err().println("  (it printed nothing)");
              }
              log.lines().forEach(line -> terminal.err().println("  " + line));
            });
    terminal.err().flush();
  }

  private Optional<String> machineOf(String address) {
    return session.state().current(InstanceAddress.parse(address)).flatMap(DeployedMachines::id);
  }

  /** Earlier waves have no old machines any more: their release is deployed again. */
  private Result redeploy(ApplySession apply, String reason, ReleaseId failed) {
    Optional<Release> last = site.ledger().releases().lastVerified(stack);
    if (last.isEmpty()) {
      return new Result.Failed("no release has been verified yet");
    }
    try {
      apply.abandon();
      Optional<Deployment> deployment = restoring.of(last.get());
      if (deployment.isEmpty()) {
        return new Result.Failed("release " + last.get().id().number() + " kept no configuration");
      }
      terminal.line(
          terminal.styled(Style.BOLD, "Deploying release " + last.get().id().number() + " again")
              + ", since release "
              + failed.number()
              + " failed: "
              + reason);
      // What asked this release to stop does not ask the way back to stop.
      Ended ended =
          new Deploying(site, engine, view, session, new Cancellation(), restoring)
              .run(deployment.get());
      return ended.exitCode() == ExitCode.OK
          ? new Result.Done()
          : new Result.Failed(ended.reason());
    } catch (IOException e) {
      return new Result.Failed(String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Result.Failed("interrupted");
    }
  }

  /** What did not prove itself is not what the channel promises. */
  private void pointChannelsBack(ReleaseId release, String reason) {
    site.ledger()
        .releases()
        .lastVerified(stack)
        .ifPresent(
            last ->
                Channels.pointTo(
                    site,
                    last.images(),
                    "release " + release.number() + " was reverted: " + reason));
  }

  private Ended ended(ApplyResult applied) {
    view.diagnostics(applied.diagnostics());
    int exitCode =
        applied.cancelled()
            ? ExitCode.INTERRUPTED
            : applied.hasErrors() ? ExitCode.ERROR : ExitCode.OK;
    return new Ended(
        exitCode, true, applied.cancelled() ? "interrupted" : firstError(applied.diagnostics()));
  }

  private static String firstError(List<Diagnostic> diagnostics) {
    return diagnostics.stream()
        .filter(Diagnostic::isError)
        .map(Diagnostic::summary)
        .findFirst()
        .orElse("");
  }
}
