package dev.ingot.release;

import dev.ingot.address.InstanceAddress;
import dev.ingot.deploy.Configuration;
import dev.ingot.deploy.PlanMode;
import dev.ingot.deploy.variable.VariableInput;
import dev.ingot.graph.Cancellation;
import dev.ingot.lang.Diagnostic;
import dev.ingot.ledger.Release;
import dev.ingot.ledger.ReleaseOutcome;
import dev.ingot.release.ReleaseRequest.Decide;
import dev.ingot.release.ReleaseRequest.Down;
import dev.ingot.release.ReleaseRequest.Rebuild;
import dev.ingot.release.ReleaseRequest.Recover;
import dev.ingot.release.ReleaseRequest.Replace;
import dev.ingot.release.ReleaseRequest.Rollback;
import dev.ingot.release.ReleaseRequest.Up;
import dev.ingot.release.ReleaseResult.Failed;
import dev.ingot.release.gate.ChannelReturn;
import dev.ingot.release.record.ReleaseArchive;
import dev.ingot.release.record.ReleaseRecorder;
import dev.ingot.state.LockRequest;
import dev.ingot.state.StateSession;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A folder with templates, a configuration and settings, released and rolled back as one.
 * Independent of any terminal: it takes a {@link ReleaseRequest}, reports to a {@link
 * ReleaseListener}, and returns a {@link ReleaseResult}.
 */
public final class Stack {
  /** The folder has errors, which events have reported. */
  private static final ReleaseResult UNREADABLE = new Failed(ReleaseStage.READ, "");

  private final Path folder;
  private final ReleaseParts parts;
  private final ReleaseListener listener;
  private final Cancellation cancellation;
  private final ReleaseRecorder recorder;
  private final SettingsReader settings;
  private final StackReader reader;

  /**
   * @param folder the folder, absolute
   * @param shownFrom the folder that files are named from in messages
   * @param cancellation requests a stop: work that can't be stopped is rolled back or completed
   */
  public Stack(
      Path folder,
      Path shownFrom,
      ReleaseParts parts,
      ReleaseListener listener,
      Cancellation cancellation) {
    this.folder = folder;
    this.parts = parts;
    this.listener = listener;
    this.cancellation = cancellation;
    this.recorder = new ReleaseRecorder(parts.ledger(), name(folder), parts.actor());
    this.settings = new SettingsReader(folder, parts.setting().clock(), parts.random(), listener);
    this.reader = new StackReader(parts, folder, shownFrom, settings);
  }

  /** The name releases of a folder are recorded under: its real path. */
  public static String name(Path folder) {
    try {
      return folder.toRealPath().toString();
    } catch (IOException e) {
      return folder.toAbsolutePath().normalize().toString();
    }
  }

  /**
   * Runs a request.
   *
   * @throws RequestException if the request names something that doesn't exist; nothing was done
   * @throws IOException if a file can't be read; work done until then is recorded
   * @throws dev.ingot.state.StateException if the state can't be locked, read or written
   */
  public ReleaseResult run(ReleaseRequest request)
      throws RequestException, IOException, InterruptedException {
    return switch (request) {
      case Up up -> up(up);
      case Rollback rollback -> rollback(rollback);
      case Decide decide -> decide(decide);
      case Replace replace -> replace(replace);
      case Rebuild rebuild -> rebuild(rebuild);
      case Recover recover -> recover(recover);
      case Down down -> down(down);
    };
  }

  private ReleaseResult up(Up request) throws RequestException, IOException, InterruptedException {
    Optional<StackReader.Description> read = reader.describe(request);
    if (read.isEmpty()) {
      return UNREADABLE;
    }
    StackReader.Description description = read.get();
    ImageStage images = new ImageStage(parts, folder, listener, cancellation);
    if (description.content().isEmpty()) {
      return images
          .run(description.images())
          .orElseGet(() -> new ReleaseResult.Unchanged(Optional.empty()));
    }
    ReleaseContent content = description.content().get();
    // Locked from here on: a process refused the lock has moved no channel.
    try (StateSession session = open(content.configuration())) {
      Optional<ReleaseResult> failure = images.run(description.images());
      return failure.isPresent() ? failure.get() : deploy(session, content, request.variables());
    }
  }

  private ReleaseResult rebuild(Rebuild request)
      throws RequestException, IOException, InterruptedException {
    Optional<Release> running = recorder.lastVerified();
    Optional<ReleaseArchive> archive =
        running.isEmpty() ? Optional.empty() : recorder.archive(running.get());
    Optional<StackReader.Images> read =
        reader.images(archive.map(ReleaseArchive::given).orElse(List.of()), request.variables());
    if (read.isEmpty()) {
      return UNREADABLE;
    }
    ImageStage stage = new ImageStage(parts, folder, listener, cancellation);
    ReleaseResult unchanged = new ReleaseResult.Unchanged(Optional.empty());
    if (read.get().configuration().isEmpty()) {
      return stage.rebuild(read.get(), request).orElse(unchanged);
    }
    try (StateSession _ = open(read.get().configuration().get())) {
      return stage.rebuild(read.get(), request).orElse(unchanged);
    }
  }

  private ReleaseResult rollback(Rollback request)
      throws RequestException, IOException, InterruptedException {
    OptionalLong to = request.to();
    if (request.instant()) {
      KeptMachines kept = KeptMachines.of(recorder, parts.ledger());
      if (kept.origin().isEmpty() || (to.isPresent() && to.getAsLong() != kept.origin().get())) {
        return new Failed(
            ReleaseStage.READ,
            "No old machines of that release are kept, so there is nothing to switch to at once."
                + " To deploy it again: ingot rollback.");
      }
      to = OptionalLong.of(kept.origin().get());
    }
    RollbackTarget target = RollbackTarget.of(recorder.all(), to);
    if (target.release().isEmpty()) {
      return new Failed(ReleaseStage.READ, target.reason());
    }
    Release release = target.release().get();
    long number = release.id().number();
    Optional<String> unusable = new UsableImages(parts.registry()).problem(release);
    if (unusable.isPresent()) {
      return new Failed(ReleaseStage.READ, unusable.get());
    }
    Optional<ReleaseContent> content =
        restoration(request.variables())
            .content(release)
            .map(one -> request.instant() ? one.with(one.settings().instant()) : one);
    if (content.isEmpty()) {
      return new Failed(
          ReleaseStage.READ,
          "Release " + number + " has no stored configuration, so it cannot be redeployed.");
    }
    listener.on(new ReleaseEvent.RollingBack(number));
    try (StateSession session = open(content.get().configuration())) {
      ChannelReturn.pointTo(
          parts.registry(), release.images(), parts.actor(), "rollback to release " + number);
      return deploy(session, content.get(), request.variables());
    }
  }

  private ReleaseResult decide(Decide request) throws IOException, InterruptedException {
    Optional<Release> open =
        recorder.all().stream()
            .filter(release -> release.outcome() == ReleaseOutcome.RUNNING)
            .findFirst();
    if (open.isEmpty()) {
      return new Failed(ReleaseStage.READ, Decision.none(recorder, parts.ledger()));
    }
    Optional<ReleaseContent> content = restoration(request.variables()).resumed(open.get());
    if (content.isEmpty()) {
      return new Failed(
          ReleaseStage.READ,
          "Release " + open.get().id().number() + " has no stored configuration.");
    }
    try (StateSession session = open(content.get().configuration())) {
      Optional<String> refused = new Decision(parts, open.get().id()).write(request.confirm());
      return refused.isPresent()
          ? new Failed(ReleaseStage.READ, refused.get())
          : deploy(session, content.get(), request.variables());
    }
  }

  private ReleaseResult replace(Replace request)
      throws RequestException, IOException, InterruptedException {
    Optional<Release> running = recorder.lastVerified();
    if (running.isEmpty()) {
      return new Failed(
          ReleaseStage.READ,
          "No release has been verified yet, so there is nothing to replace. Run `ingot up`"
              + " first.");
    }
    Optional<ReleaseContent> content = restoration(request.variables()).content(running.get());
    if (content.isEmpty()) {
      return new Failed(
          ReleaseStage.READ,
          "Release "
              + running.get().id().number()
              + " has no stored configuration, so its machines cannot be replaced.");
    }
    if (content.get().archive().mode() == PlanMode.DESTROY) {
      return new Failed(
          ReleaseStage.READ, "The last release destroyed everything: nothing is running.");
    }
    try (StateSession session = open(content.get().configuration())) {
      List<InstanceAddress> gone =
          request.machines().stream()
              .filter(machine -> session.state().current(machine).isEmpty())
              .toList();
      if (!gone.isEmpty()) {
        throw new RequestException("there is no " + gone.getFirst() + " in the state");
      }
      return deploy(session, content.get().replacing(request, running.get()), request.variables());
    }
  }

  private ReleaseResult recover(Recover request)
      throws RequestException, IOException, InterruptedException {
    Optional<Release> last = recorder.lastVerified();
    Optional<String> unusable =
        last.flatMap(
            release -> {
              UsableImages images = new UsableImages(parts.registry());
              return images.problem(release).or(() -> images.missing(release));
            });
    return unusable.isPresent()
        ? new Failed(ReleaseStage.READ, unusable.get())
        : replace(
            new Replace(
                List.of(), Replace.Images.OF_RELEASE, request.variables(), "recover what is gone"));
  }

  private ReleaseResult down(Down request) throws IOException, InterruptedException {
    Optional<ReleaseContent> content =
        reader.removal(request, recorder.lastVerified().map(Release::images).orElse(Map.of()));
    if (content.isEmpty()) {
      return UNREADABLE;
    }
    try (StateSession session = open(content.get().configuration())) {
      return deploy(session, content.get(), request.variables());
    }
  }

  /** Locks the state: no other process works on this stack until it is closed. */
  private StateSession open(Configuration configuration) throws IOException {
    StateSession session =
        parts.states().of(configuration.root().module()).open(LockRequest.of("OperationTypeApply"));
    settings.diagnosed(
        session.notices().stream()
            .map(notice -> Diagnostic.warning(notice.summary(), notice.detail()))
            .toList());
    return session;
  }

  private ReleaseResult deploy(
      StateSession session, ReleaseContent content, List<VariableInput> given)
      throws IOException, InterruptedException {
    ReleaseResult result =
        new Deployment(parts, name(folder), session, cancellation, listener, restoration(given), 0)
            .run(content);
    listener.on(new ReleaseEvent.StageEnded(ReleaseStage.DEPLOY));
    return result;
  }

  private Restoration restoration(List<VariableInput> given) {
    return new Restoration(parts, recorder, settings, folder, given);
  }
}
