package dev.ingot.release;

import dev.ingot.deploy.Configuration;
import dev.ingot.deploy.PlanMode;
import dev.ingot.deploy.PlanOptions;
import dev.ingot.deploy.variable.VariableInput;
import dev.ingot.deploy.variable.VariableSources;
import dev.ingot.deploy.variable.Variables;
import dev.ingot.graph.Cancellation;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Result;
import dev.ingot.lang.value.Value;
import dev.ingot.ledger.Release;
import dev.ingot.ledger.ReleaseOutcome;
import dev.ingot.ledger.ResolvedImage;
import dev.ingot.registry.catalog.Version;
import dev.ingot.release.ReleaseRequest.Down;
import dev.ingot.release.ReleaseRequest.Rollback;
import dev.ingot.release.ReleaseRequest.Up;
import dev.ingot.release.ReleaseResult.Failed;
import dev.ingot.release.ReleaseResult.Interrupted;
import dev.ingot.release.bake.Bakery;
import dev.ingot.release.gate.ChannelReturn;
import dev.ingot.release.gate.GateResult;
import dev.ingot.release.gate.Gates;
import dev.ingot.release.record.ImagesInUse;
import dev.ingot.release.record.ReleaseArchive;
import dev.ingot.release.record.ReleaseRecorder;
import dev.ingot.release.stack.StackFiles;
import dev.ingot.release.stack.StackSettings;
import dev.ingot.release.stack.StackVariables;
import dev.ingot.state.LockRequest;
import dev.ingot.state.StateSession;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A folder with templates, a configuration and settings, released and rolled back as one.
 * Independent of any terminal: it takes a {@link ReleaseRequest}, reports to a {@link
 * ReleaseListener}, and returns a {@link ReleaseResult}.
 */
public final class Stack {
  private final Path folder;
  private final Path shownFrom;
  private final ReleaseParts parts;
  private final ReleaseListener listener;
  private final Cancellation cancellation;
  private final ReleaseRecorder recorder;
  private final SettingsReader settings;

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
    this.shownFrom = shownFrom;
    this.parts = parts;
    this.listener = listener;
    this.cancellation = cancellation;
    this.recorder = new ReleaseRecorder(parts.ledger(), name(folder), parts.actor());
    this.settings = new SettingsReader(folder, parts.setting().clock(), parts.random(), listener);
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
      case Down down -> down(down);
    };
  }

  private ReleaseResult up(Up request) throws RequestException, IOException, InterruptedException {
    StackFiles files = StackFiles.in(folder);
    if (!files.templates() && !files.configuration()) {
      throw new RequestException(
          "there is no template (*.pkr.hcl) and no configuration (*.tf) in " + folder);
    }
    Result<Configuration> loaded = Configuration.load(folder);
    if (loaded.hasErrors()) {
      return unreadable(loaded);
    }
    Set<String> ofTemplates = files.templates() ? parts.bakery().variables(folder) : Set.of();
    StackVariables variables =
        StackVariables.divide(
            request.variables(),
            folder,
            ofTemplates,
            loaded.get().root().module().variables().keySet(),
            parts.environment());
    if (variables.problem().isPresent()) {
      throw new RequestException(variables.problem().get());
    }
    Map<String, String> texts = texts(files);
    StackSettings read = settings.read(texts);
    if (!files.configuration()) {
      return images(files, variables, read)
          .orElseGet(() -> new ReleaseResult.Unchanged(Optional.empty()));
    }
    Optional<Map<String, Value>> values = values(loaded.get(), variables.configuration());
    if (values.isEmpty()) {
      return unsuitableValues();
    }
    ReleaseContent content =
        new ReleaseContent(
            loaded.get(),
            values.get(),
            read,
            new ReleaseArchive(loaded.get().contents(), texts, PlanMode.NORMAL),
            Map.of(),
            PlanOptions.NORMAL,
            Optional.empty(),
            request.message());
    // Locked from here on: a process refused the lock has moved no channel.
    try (StateSession session = open(content)) {
      Optional<ReleaseResult> failure = images(files, variables, read);
      return failure.isPresent() ? failure.get() : deploy(session, content, request.variables());
    }
  }

  /** Bakes and promotes; returns the failure, if any. */
  private Optional<ReleaseResult> images(
      StackFiles files, StackVariables variables, StackSettings read) throws InterruptedException {
    List<Version> versions = List.of();
    if (files.templates()) {
      Bakery.Result baked =
          parts
              .bakery()
              .bake(
                  Bakery.Request.all(folder, variables.template()),
                  event -> listener.on(new ReleaseEvent.Baking(event)),
                  cancellation);
      settings.diagnosed(baked.diagnostics());
      switch (baked.end()) {
        case Bakery.End.Baked(List<Version> all) -> versions = all;
        case Bakery.End.Invalid _ -> {
          return Optional.of(
              new Failed(ReleaseStage.BAKE, "The template has errors; nothing was baked."));
        }
        case Bakery.End.Failed _ -> {
          return Optional.of(
              new Failed(ReleaseStage.BAKE, "The bake failed. Running machines were not touched."));
        }
        case Bakery.End.Cancelled _ -> {
          return Optional.of(
              new Interrupted(
                  ReleaseStage.BAKE,
                  "Interrupted. What was baked is kept; the same command resumes from there."));
        }
      }
      versions.forEach(version -> listener.on(new ReleaseEvent.Baked(version)));
    }
    listener.on(new ReleaseEvent.StageEnded(ReleaseStage.BAKE));
    Optional<ReleaseResult> refused = promote(read, versions);
    listener.on(new ReleaseEvent.StageEnded(ReleaseStage.PROMOTE));
    return refused;
  }

  private ReleaseResult unreadable(Result<Configuration> loaded) {
    settings.diagnosed(loaded.diagnostics());
    return new Failed(ReleaseStage.READ, "");
  }

  private static ReleaseResult unsuitableValues() {
    return new Failed(
        ReleaseStage.READ, "The values of the variables have errors; nothing was changed.");
  }

  private Optional<ReleaseResult> promote(StackSettings read, List<Version> versions)
      throws InterruptedException {
    GateResult gates =
        new Gates(
                parts.registry(),
                parts.ledger(),
                parts.bootTester(),
                parts.actor(),
                event -> listener.on(new ReleaseEvent.Promoting(event)))
            .run(read.promotions(), versions, cancellation);
    return switch (gates) {
      case GateResult.Passed _ -> Optional.empty();
      case GateResult.NotTested(Version _, String reason) ->
          Optional.of(
              new Failed(ReleaseStage.PROMOTE, "The boot test could not be run: " + reason));
      case GateResult.Refused refused ->
          Optional.of(new Failed(ReleaseStage.PROMOTE, RefusalText.of(refused)));
    };
  }

  private ReleaseResult rollback(Rollback request)
      throws RequestException, IOException, InterruptedException {
    Release target;
    if (request.to().isPresent()) {
      target = named(request.to().getAsLong());
    } else {
      List<Release> verified =
          recorder.all().stream()
              .filter(release -> release.outcome() == ReleaseOutcome.VERIFIED)
              .toList();
      if (verified.size() < 2) {
        return new Failed(
            ReleaseStage.READ, "There is no earlier verified release to roll back to.");
      }
      Release present = verified.getFirst();
      // A rollback is a release, too: its predecessor is that of the release it restored.
      long before = present.rollbackOf().orElse(present.id().number());
      Optional<Release> found =
          verified.stream()
              .filter(release -> release.id().number() < before && release.rollbackOf().isEmpty())
              .findFirst();
      if (found.isEmpty()) {
        return new Failed(
            ReleaseStage.READ, "There is no verified release before release " + before + ".");
      }
      target = found.get();
    }
    long number = target.id().number();
    Optional<ReleaseContent> content = restoration(request.variables()).content(target);
    if (content.isEmpty()) {
      return new Failed(
          ReleaseStage.READ,
          "Release " + number + " has no stored configuration, so it cannot be redeployed.");
    }
    listener.on(new ReleaseEvent.RollingBack(number));
    try (StateSession session = open(content.get())) {
      ChannelReturn.pointTo(
          parts.registry(), target.images(), parts.actor(), "rollback to release " + number);
      return deploy(session, content.get(), request.variables());
    }
  }

  private Release named(long number) throws RequestException {
    return recorder.all().stream()
        .filter(release -> release.id().number() == number)
        .findFirst()
        .orElseThrow(
            () ->
                new RequestException(
                    "there is no release " + number + "; to list releases: ingot history"));
  }

  private ReleaseResult down(Down request) throws IOException, InterruptedException {
    Result<Configuration> loaded = Configuration.load(folder);
    if (loaded.hasErrors()) {
      return unreadable(loaded);
    }
    Optional<Map<String, Value>> values = values(loaded.get(), request.variables());
    if (values.isEmpty()) {
      return unsuitableValues();
    }
    Map<String, ResolvedImage> images =
        recorder.lastVerified().map(Release::images).orElse(Map.of());
    ReleaseContent content =
        new ReleaseContent(
            loaded.get(),
            values.get(),
            new StackSettings(List.of(), List.of()),
            new ReleaseArchive(loaded.get().contents(), Map.of(), PlanMode.DESTROY),
            ImagesInUse.held(images),
            PlanOptions.DESTROY.withRefresh(false),
            Optional.empty(),
            "down");
    try (StateSession session = open(content)) {
      return deploy(session, content, request.variables());
    }
  }

  /** Locks the state: no other process works on this stack until it is closed. */
  private StateSession open(ReleaseContent content) throws IOException {
    StateSession session =
        parts
            .states()
            .of(content.configuration().root().module().backend())
            .open(LockRequest.of("OperationTypeApply"));
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

  private Optional<Map<String, Value>> values(
      Configuration configuration, List<VariableInput> given) throws IOException {
    Variables.Collected values =
        Variables.collect(
            configuration.root().module().variables(),
            new VariableSources(folder, parts.environment(), given),
            parts.prompt());
    settings.diagnosed(values.diagnostics());
    return values.hasErrors() ? Optional.empty() : Optional.of(values.values());
  }

  private Map<String, String> texts(StackFiles files) throws IOException {
    Map<String, String> texts = new TreeMap<>();
    for (Path file : files.settings()) {
      texts.put(
          shownFrom.relativize(file.toAbsolutePath()).toString(),
          Files.readString(file, StandardCharsets.UTF_8));
    }
    return texts;
  }
}
