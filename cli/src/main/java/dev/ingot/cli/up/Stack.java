package dev.ingot.cli.up;

import dev.ingot.cli.Engine;
import dev.ingot.cli.ExitCode;
import dev.ingot.cli.Flags;
import dev.ingot.cli.Home;
import dev.ingot.cli.Invocation;
import dev.ingot.cli.Terminal;
import dev.ingot.cli.Terminal.Style;
import dev.ingot.cli.UsageException;
import dev.ingot.cli.operation.Interruption;
import dev.ingot.cli.operation.Questions;
import dev.ingot.cli.operation.StateProblems;
import dev.ingot.cli.operation.VariableFlags;
import dev.ingot.cli.operation.Views;
import dev.ingot.cli.view.OperationView;
import dev.ingot.deploy.Configuration;
import dev.ingot.deploy.PlanOptions;
import dev.ingot.deploy.variable.VariableSources;
import dev.ingot.deploy.variable.Variables;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.Result;
import dev.ingot.lang.eval.MapScope;
import dev.ingot.lang.eval.Scope;
import dev.ingot.lang.function.standard.FunctionTable;
import dev.ingot.ledger.Release;
import dev.ingot.ledger.ReleaseOutcome;
import dev.ingot.registry.catalog.Version;
import dev.ingot.state.LockRequest;
import dev.ingot.state.StateException;
import dev.ingot.state.StateSession;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * A folder with templates, a configuration and settings, as {@code up}, {@code rollback} and {@code
 * down} work on it.
 */
public final class Stack {
  private final Invocation invocation;
  private final Site site;
  private final Engine engine;
  private final Terminal terminal;
  private final OperationView view;
  private final StackFiles files;
  private final Interruption interruption;

  private Stack(
      Invocation invocation,
      Site site,
      Engine engine,
      StackFiles files,
      Interruption interruption,
      OperationView view) {
    this.invocation = invocation;
    this.site = site;
    this.engine = engine;
    this.terminal = invocation.terminal();
    this.view = view;
    this.files = files;
    this.interruption = interruption;
  }

  /** What is done with a stack. */
  public interface Work {
    int on(Stack stack) throws UsageException, IOException, InterruptedException, StackFailure;
  }

  /** Opens the stack of a command's folder, does something with it, and gives the exit code. */
  public static int run(Invocation invocation, Work work)
      throws UsageException, IOException, InterruptedException {
    Path folder =
        invocation
            .folder()
            .resolve(invocation.arguments(1).stream().findFirst().orElse("."))
            .normalize();
    StackFiles files = StackFiles.in(folder);
    Engine engine = Engine.of(invocation).in(folder);
    OperationView view = Views.of(engine, invocation);
    try (Site site = new Site(invocation);
        Interruption interruption = new Interruption(view)) {
      try {
        int code = work.on(new Stack(invocation, site, engine, files, interruption, view));
        return interruption.isInterrupted() ? ExitCode.INTERRUPTED : code;
      } catch (StackFailure e) {
        invocation.terminal().flush();
        invocation
            .terminal()
            .err()
            .println("\n" + invocation.terminal().styled(Style.RED, "Error: ") + e.getMessage());
        return interruption.isInterrupted() ? ExitCode.INTERRUPTED : e.exitCode();
      } catch (StateException e) {
        view.diagnostics(StateProblems.opening(e, engine.wording().product()));
        return ExitCode.ERROR;
      } finally {
        // Once the interruption is closed, an interrupted process may end at any moment.
        invocation.terminal().flush();
      }
    }
  }

  /** Bakes, promotes, plans and rolls out. */
  public int up() throws UsageException, IOException, InterruptedException, StackFailure {
    Stopwatch watch = new Stopwatch(engine.clock());
    if (!files.templates() && !files.configuration()) {
      throw new UsageException(
          "there is no template (*.pkr.hcl) and no configuration (*.tf) in " + files.folder());
    }
    Result<Configuration> loaded = engine.load();
    if (loaded.hasErrors()) {
      view.diagnostics(loaded.diagnostics());
      return ExitCode.ERROR;
    }
    Baking baking = site.baking();
    Set<String> ofTemplates = files.templates() ? baking.variables(files.folder()) : Set.of();
    StackVariables variables =
        StackVariables.divide(
            invocation.given().inOrder(),
            files.folder(),
            ofTemplates,
            loaded.get().root().module().variables().keySet(),
            invocation.environment());
    Map<String, String> settingsTexts = settingsTexts();
    StackSettings settings = settings(settingsTexts);
    List<Version> versions =
        files.templates()
            ? baking.run(
                files.folder(),
                variables.template(),
                dev.ingot.bake.template.BuildSelection.ALL,
                false,
                interruption.cancellation())
            : List.of();
    watch.lap("bake");
    new Promoting(site.registry(), site.ledger(), site.bootTester(), terminal, site.actor())
        .run(settings.promotions(), versions, interruption.cancellation());
    watch.lap("promote");
    if (!files.configuration()) {
      return ExitCode.OK;
    }
    Variables.Collected values = values(loaded.get(), variables.configuration());
    Deployment deployment =
        new Deployment(
            loaded.get(),
            values.values(),
            settings,
            new ReleaseArchive(loaded.get().contents(), settingsTexts),
            Map.of(),
            PlanOptions.NORMAL,
            Optional.empty(),
            invocation.given().text("message").orElse(""));
    return deploy(deployment, watch);
  }

  /** Deploys an earlier verified release again. */
  public int rollback() throws UsageException, IOException, InterruptedException, StackFailure {
    Stopwatch watch = new Stopwatch(engine.clock());
    Release target = rollbackTarget();
    Deployment deployment =
        restored(target)
            .orElseThrow(
                () ->
                    new StackFailure(
                        ExitCode.ERROR,
                        "Release "
                            + target.id().number()
                            + " kept no configuration, so it cannot be deployed again."));
    terminal.line("Returning to release " + target.id().number() + ".");
    Channels.pointTo(site, target.images(), "rollback to release " + target.id().number());
    return deploy(deployment, watch);
  }

  private Release rollbackTarget() throws UsageException, StackFailure {
    List<Release> releases = site.ledger().releases().of(Home.stack(files.folder()));
    Optional<String> wanted = invocation.given().text("to");
    if (wanted.isPresent()) {
      return releases.stream()
          .filter(release -> Long.toString(release.id().number()).equals(wanted.get()))
          .findFirst()
          .orElseThrow(
              () ->
                  new UsageException(
                      "there is no release " + wanted.get() + "; all of them: ingot history"));
    }
    List<Release> verified =
        releases.stream().filter(release -> release.outcome() == ReleaseOutcome.VERIFIED).toList();
    if (verified.size() < 2) {
      throw new StackFailure(
          ExitCode.ERROR, "There is no verified release before the present one to return to.");
    }
    Release present = verified.getFirst();
    // A rollback is a release, too: the one before it is the one before what it went back to.
    long before = present.rollbackOf().orElse(present.id().number());
    return verified.stream()
        .filter(release -> release.id().number() < before && release.rollbackOf().isEmpty())
        .findFirst()
        .orElseThrow(
            () ->
                new StackFailure(
                    ExitCode.ERROR, "There is no verified release before number " + before + "."));
  }

  /** Destroys all that is deployed. */
  public int down() throws UsageException, IOException, InterruptedException, StackFailure {
    Stopwatch watch = new Stopwatch(engine.clock());
    Result<Configuration> loaded = engine.load();
    if (loaded.hasErrors()) {
      view.diagnostics(loaded.diagnostics());
      return ExitCode.ERROR;
    }
    List<Flags.Given.Option> ofConfiguration =
        invocation.given().inOrder().stream()
            .filter(option -> option.name().equals("var") || option.name().equals("var-file"))
            .toList();
    Variables.Collected values = values(loaded.get(), ofConfiguration);
    return deploy(
        new Deployment(
            loaded.get(),
            values.values(),
            new StackSettings(List.of(), List.of()),
            new ReleaseArchive(loaded.get().contents(), Map.of()),
            ImagesInUse.held(imagesDeployed()),
            PlanOptions.DESTROY.withRefresh(false),
            Optional.empty(),
            "down"),
        watch);
  }

  private Map<String, dev.ingot.ledger.ResolvedImage> imagesDeployed() {
    return site.ledger()
        .releases()
        .lastVerified(Home.stack(files.folder()))
        .map(Release::images)
        .orElse(Map.of());
  }

  private int deploy(Deployment deployment, Stopwatch watch)
      throws IOException, InterruptedException, UsageException {
    try (StateSession session =
        engine
            .store(deployment.configuration().root().module().backend())
            .open(LockRequest.of("OperationTypeApply"))) {
      view.diagnostics(StateProblems.notices(session.notices()));
      Deploying deploying =
          new Deploying(site, engine, view, session, interruption.cancellation(), this::restored);
      deploying.closeReleasesLeftRunning();
      Deploying.Ended ended = deploying.run(deployment);
      watch.lap("deploy");
      summary(session, ended, watch);
      return ended.exitCode();
    }
  }

  private void summary(StateSession session, Deploying.Ended ended, Stopwatch watch) {
    String took = watch.text();
    if (ended.exitCode() == ExitCode.OK) {
      view.outputs(session.state().snapshot().outputs());
      ImagesInUse.in(session.state().snapshot())
          .forEach(
              (reference, image) ->
                  terminal.line(
                      "image " + reference + "  " + image.version() + "  " + image.digest()));
      terminal.line(terminal.styled(Style.GREEN, "Done") + " in " + took + ".");
      return;
    }
    terminal.flush();
    String word =
        switch (ended.exitCode()) {
          case ExitCode.REVERTED -> "Reverted";
          case ExitCode.PAUSED -> "Paused";
          case ExitCode.INTERRUPTED -> "Interrupted";
          default -> "Failed";
        };
    terminal
        .err()
        .println(
            "\n"
                + terminal.styled(Style.RED, word)
                + " after "
                + took
                + ": "
                + ended.reason()
                + (ended.exitCode() == ExitCode.REVERTED
                    ? "\nWhat served before serves again."
                    : ""));
  }

  /** A release, made ready to be deployed again with the images it had. */
  private Optional<Deployment> restored(Release release) throws IOException {
    Optional<ReleaseArchive> archive = ReleaseArchive.of(site.ledger().releases(), release);
    if (archive.isEmpty()) {
      return Optional.empty();
    }
    Configuration configuration = Configuration.load(archive.get().configuration()).get();
    List<Flags.Given.Option> given = new ArrayList<>();
    release
        .variables()
        .forEach(
            (name, recorded) ->
                ReleaseVariables.known(recorded)
                    .ifPresent(
                        json ->
                            given.add(new Flags.Given.Option("var", name + "=" + plain(json)))));
    Set<String> declared = configuration.root().module().variables().keySet();
    invocation.given().inOrder().stream()
        .filter(option -> option.name().equals("var"))
        .filter(option -> declared.contains(variable(option)))
        .filter(option -> !isRecorded(release, option))
        .forEach(given::add);
    Variables.Collected values;
    try {
      values = values(configuration, given);
    } catch (StackFailure e) {
      throw new IOException(
          "release " + release.id().number() + " can't be deployed again: " + e.getMessage());
    }
    return Optional.of(
        new Deployment(
            configuration,
            values.values(),
            settings(archive.get().settings()),
            archive.get(),
            ImagesInUse.held(release.images()),
            PlanOptions.NORMAL,
            Optional.of(release.id().number()),
            "return to release " + release.id().number()));
  }

  private static String variable(Flags.Given.Option option) {
    return option.value().replaceFirst("=.*", "");
  }

  /** Whether the release kept the value itself, not just a hash of it. */
  private static boolean isRecorded(Release release, Flags.Given.Option option) {
    String recorded = release.variables().get(variable(option));
    return recorded != null && ReleaseVariables.known(recorded).isPresent();
  }

  /** Texts are given as they are, all else as JSON, which the language reads too. */
  private static String plain(String json) {
    return dev.ingot.lang.value.ValueJson.parse(json)
            instanceof dev.ingot.lang.value.Value.StringValue(String text)
        ? text
        : json;
  }

  private Variables.Collected values(Configuration configuration, List<Flags.Given.Option> options)
      throws IOException, StackFailure {
    Variables.Collected values =
        Variables.collect(
            configuration.root().module().variables(),
            new VariableSources(
                files.folder(), invocation.environment(), VariableFlags.inputs(options)),
            Questions.of(terminal, given(options)));
    view.diagnostics(values.diagnostics());
    if (values.hasErrors()) {
      throw new StackFailure(
          ExitCode.ERROR, "The values of the variables have errors; nothing was changed.");
    }
    return values;
  }

  private static Flags.Given given(List<Flags.Given.Option> options) {
    Map<String, List<String>> values = new TreeMap<>();
    options.forEach(
        option ->
            values.computeIfAbsent(option.name(), _ -> new ArrayList<>()).add(option.value()));
    return new Flags.Given(values, options, List.of());
  }

  private Map<String, String> settingsTexts() throws IOException {
    Map<String, String> texts = new TreeMap<>();
    for (Path file : files.settings()) {
      texts.put(
          invocation.folder().relativize(file.toAbsolutePath()).toString(),
          Files.readString(file, StandardCharsets.UTF_8));
    }
    return texts;
  }

  private StackSettings settings(Map<String, String> texts) throws IOException {
    Diagnostics diagnostics = new Diagnostics();
    Map<String, byte[]> bytes = new TreeMap<>();
    texts.forEach((name, text) -> bytes.put(name, text.getBytes(StandardCharsets.UTF_8)));
    Scope scope =
        new MapScope(
            Map.of(),
            FunctionTable.standard(),
            new Scope.Environment(
                files.folder(),
                files.folder(),
                engine.clock(),
                RandomGenerator.getDefault(),
                false));
    StackSettings settings = StackSettings.read(bytes, scope, diagnostics);
    Problems.print(terminal, diagnostics.list());
    if (diagnostics.hasErrors()) {
      throw new IOException("the settings (*.ingot.hcl) have errors; nothing was changed");
    }
    return settings;
  }
}
