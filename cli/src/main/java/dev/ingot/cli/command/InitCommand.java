package dev.ingot.cli.command;

import dev.ingot.cli.invocation.Command;
import dev.ingot.cli.invocation.ExitCode;
import dev.ingot.cli.invocation.Flags;
import dev.ingot.cli.invocation.Invocation;
import dev.ingot.cli.invocation.UsageException;
import dev.ingot.cli.operation.Interruption;
import dev.ingot.cli.operation.VariableFlags;
import dev.ingot.cli.template.TemplateCheck;
import dev.ingot.cli.template.TemplatePath;
import dev.ingot.cli.terminal.Wording;
import dev.ingot.cli.view.InitJson;
import dev.ingot.cli.view.InitText;
import dev.ingot.cli.view.InitView;
import dev.ingot.cli.view.InitView.Step;
import dev.ingot.deploy.Configuration;
import dev.ingot.deploy.configuration.FolderSource;
import dev.ingot.deploy.configuration.ModuleConfiguration;
import dev.ingot.deploy.configuration.ModuleTree;
import dev.ingot.deploy.configuration.RootProblems;
import dev.ingot.deploy.configuration.TestFile;
import dev.ingot.deploy.configuration.TestFileReader;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.Phrase;
import dev.ingot.lang.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code ingot init}: configures the backend, installs modules and providers, and checks that
 * everything the configuration needs is available.
 */
public final class InitCommand implements Command {
  private static final Diagnostic INVALID =
      Diagnostic.error(
          Phrase.of(
              "Ingot encountered problems during initialisation, including problems\n"
                  + "with the configuration, described below."),
          Phrase.of(
              "The Ingot configuration must be valid before initialization so that Ingot can"
                  + " determine which modules and providers need to be installed.\n\n"));

  @Override
  public String synopsis() {
    return "Check that everything a configuration needs is available.";
  }

  @Override
  public String arguments() {
    return "[FOLDER or TEMPLATE]";
  }

  @Override
  public Flags flags() {
    return new Flags()
        .onOff("input", "Ask for missing values (the default).")
        .onOff("upgrade", "Look for newer versions.")
        .onOff("force", "Install Packer plugins again where they are there.")
        .onOff("reconfigure", "Use the backend as configured; leave the state where it is.")
        .onOff("migrate-state", "Copy the state to the new backend.")
        .onOff("force-copy", "Copy the state without asking.")
        .onOff("backend", "Check the backend (the default).")
        .list("backend-config", "NAME=VALUE", "A setting of the backend.")
        .onOff("get", "Install modules (the default).")
        .text("from-module", "SOURCE", "Copy a module into the empty folder first.")
        .onOff("json", "Print events as a stream of JSON objects.")
        .text("lockfile", "MODE", "readonly: Fail where the lock file would have to change.")
        .list("plugin-dir", "FOLDER", "Where providers are.")
        .text("test-directory", "FOLDER", "Another folder with tests (default \"tests\").")
        .onOff("ignore-remote-version", "No effect: no backend runs another version.")
        .onOff("lock", "Lock the state.")
        .text("lock-timeout", "DURATION", "How long to wait for the lock.")
        .with(VariableFlags.flags());
  }

  @Override
  public int run(Invocation called) throws UsageException, IOException {
    List<String> arguments = called.arguments(1);
    Invocation invocation = called;
    Flags.Given given = called.given();
    Path path = called.folder();
    if (!arguments.isEmpty()) {
      path = called.folder().resolve(arguments.getFirst()).normalize();
      if (!Files.exists(path)) {
        throw new NoSuchFileException(path.toString());
      }
      invocation = Files.isDirectory(path) ? called.in(path) : called;
    }
    if (TemplatePath.isTemplate(path) && given.text("from-module").isEmpty()) {
      int code = TemplateCheck.init(invocation, path);
      if (code != ExitCode.OK || !TemplatePath.hasConfiguration(path)) {
        return code;
      }
    }
    InitView view =
        given.on("json")
            ? new InitJson(
                invocation.terminal(), invocation.wording(), invocation.project().clock())
            : new InitText(invocation.terminal(), invocation.wording());
    List<Diagnostic> conflicts = new ArrayList<>(InitBackend.conflicts(given));
    if (!conflicts.isEmpty()) {
      view.diagnostics(conflicts);
      return ExitCode.ERROR;
    }
    Optional<String> source = given.text("from-module");
    if (source.isPresent()) {
      view.step(Step.COPYING, "Copying configuration from \"" + source.get() + "\"...");
      try (Interruption interruption = InitProviders.interruption(invocation.terminal())) {
        List<Diagnostic> problems =
            invocation.project().copyModule(source.get(), interruption.cancellation());
        if (!problems.isEmpty()) {
          view.diagnostics(problems);
          return interruption.isInterrupted() ? ExitCode.INTERRUPTED : ExitCode.ERROR;
        }
      }
    }
    return run(invocation, given, view);
  }

  private static int run(Invocation invocation, Flags.Given given, InitView view)
      throws IOException, UsageException {
    String product = invocation.wording().product();
    Result<ModuleConfiguration> module = invocation.project().loadRoot();
    String folder = given.text("test-directory").orElse("tests");
    Diagnostics found = new Diagnostics();
    found.addAll(module.diagnostics());
    List<TestFile> tests =
        TestFileReader.read(new FolderSource(invocation.folder()), folder, found);
    if (module.get().fileCount() == 0 && tests.isEmpty() && !found.hasErrors()) {
      view.step(
          Step.EMPTY,
          product
              + " initialized in an empty directory!\n\nThe directory has no "
              + product
              + " configuration files. You may begin working\nwith "
              + product
              + " immediately by creating "
              + product
              + " configuration files.");
      return ExitCode.OK;
    }
    if (given.on("backend", true)) {
      view.step(Step.BACKEND, "Initializing the backend...");
      if (!found.hasErrors() && !new InitBackend(invocation, given, view).run(module.get())) {
        return ExitCode.ERROR;
      }
    }
    RootProblems problems = invocation.project().rootProblems();
    boolean usable = problems.versions().isEmpty();
    boolean calls = !module.get().calls().isEmpty() || InitModules.anyOf(tests);
    if (!calls && (found.hasErrors() || !usable)) {
      view.diagnostics(
          usable
              ? unusable(module, found.list(), problems, !invocation.wording().own())
              : problems.versions());
      return ExitCode.ERROR;
    }
    if (given.on("get", true) && calls) {
      boolean upgrade = given.on("upgrade");
      view.step(
          upgrade ? Step.UPGRADING_MODULES : Step.MODULES,
          upgrade ? "Upgrading modules..." : "Initializing modules...");
      int code = InitModules.run(invocation, upgrade, view, ofRoot(found, problems));
      if (code != ExitCode.OK) {
        return code;
      }
      InitModules.tell(tests, view);
    }
    Result<Configuration> loaded = invocation.project().load();
    if (found.hasErrors() || loaded.hasErrors()) {
      view.diagnostics(found.hasErrors() ? found.list() : loaded.diagnostics());
      return ExitCode.ERROR;
    }
    ModuleTree root = loaded.get().root();
    view.step(Step.PROVIDERS, "Initializing provider plugins...");
    try (Interruption interruption = InitProviders.interruption(invocation.terminal())) {
      List<Diagnostic> missing =
          new InitProviders(invocation, given, view, interruption.cancellation()).run(root);
      if (!missing.isEmpty()) {
        boolean interrupted = interruption.isInterrupted();
        view.diagnostics(interrupted ? List.of(InitProviders.INTERRUPTED) : missing);
        return interrupted ? ExitCode.INTERRUPTED : ExitCode.ERROR;
      }
    }
    List<Diagnostic> warnings = new ArrayList<>(loaded.diagnostics());
    if (!invocation.wording().own()) {
      // Terraform reads the files more than once.
      warnings.addAll(module.diagnostics());
      if (calls && !loaded.diagnostics().isEmpty()) {
        warnings.addAll(invocation.project().load().diagnostics());
      }
    }
    warnings.addAll(InitBackend.unused(module.get(), given));
    view.diagnostics(warnings);
    view.step(Step.DONE, product + " has been successfully initialized!");
    if (invocation.environment().getOrDefault("TF_IN_AUTOMATION", "").isEmpty()) {
      view.step(Step.NEXT, next(invocation.wording()));
    }
    return ExitCode.OK;
  }

  /**
   * What is wrong with a root module that calls no others.
   *
   * @param again whether everything but its syntax is told again if it has no block of its backend,
   *     as Terraform does, which reads it once more to look for one
   */
  private static List<Diagnostic> unusable(
      Result<ModuleConfiguration> module,
      List<Diagnostic> found,
      RootProblems problems,
      boolean again) {
    List<Diagnostic> all = new ArrayList<>(found);
    if (again && module.get().backend().isEmpty()) {
      all.addAll(problems.declarations());
    }
    all.add(INVALID);
    return all;
  }

  /** A version that isn't met is told alone, and without other problems with those of modules. */
  private static List<Diagnostic> ofRoot(Diagnostics found, RootProblems problems) {
    return problems.versions().isEmpty()
        ? found.list()
        : found.hasErrors() ? problems.versions() : List.of();
  }

  private static String next(Wording wording) {
    return "You may now begin working with "
        + wording.product()
        + ". Try running \""
        + wording.program()
        + " plan\" to see\nany changes that are required for your infrastructure. All "
        + wording.product()
        + " commands\nshould now work.\n\nIf you ever set or change modules or backend"
        + " configuration for "
        + wording.product()
        + ",\nrerun this command to reinitialize your working directory. If you forget, other\n"
        + "commands will detect it and remind you to do so if necessary.";
  }
}
