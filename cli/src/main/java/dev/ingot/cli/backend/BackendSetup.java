package dev.ingot.cli.backend;

import dev.ingot.cli.Engine;
import dev.ingot.cli.Flags;
import dev.ingot.cli.UsageException;
import dev.ingot.cli.view.InitView;
import dev.ingot.deploy.configuration.BackendConfiguration;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceFile;
import dev.ingot.lang.syntax.Syntax;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;

/**
 * What {@code init} does about the backend: it writes down which one is used from now on, and takes
 * the state along where that is wanted. Rules: the recorded behaviour of Terraform 1.11.
 */
public final class BackendSetup {
  private final Engine engine;
  private final Flags.Given given;
  private final InitView view;
  private final Diagnostics diagnostics = new Diagnostics();

  /** Tells a view. */
  public BackendSetup(Engine engine, Flags.Given given, InitView view) {
    this.engine = engine;
    this.given = given;
    this.view = view;
  }

  /** Does it; whether to go on. What is wrong has been told. */
  public boolean run(Optional<BackendConfiguration> configured) throws IOException, UsageException {
    LocalBackend overrides = overrides();
    if (!diagnostics.hasErrors()) {
      Optional<InitializedBackend> before = InitializedBackend.read(engine.data());
      if (configured.isEmpty()) {
        unconfigured(before, !overrides.equals(LocalBackend.DEFAULT));
      } else {
        configured(configured.get(), before, overrides);
      }
    }
    view.diagnostics(diagnostics.list());
    return !diagnostics.hasErrors();
  }

  private boolean reconfiguring() {
    return given.on("reconfigure");
  }

  private boolean migrating() {
    return given.on("migrate-state") || given.on("force-copy");
  }

  private void unconfigured(Optional<InitializedBackend> before, boolean overridden)
      throws IOException, UsageException {
    if (overridden) {
      diagnostics.add(
          Diagnostic.warning(
              "Missing backend configuration",
              "-backend-config was used without a \"backend\" block in the configuration.\n\nIf you"
                  + " intended to override the default local backend configuration,\nno action is"
                  + " required, but you may add an explicit backend block to your\nconfiguration to"
                  + " clear this warning:\n\nterraform {\n  backend \"local\" {}\n}\n\nHowever, if"
                  + " you intended to override a defined backend, please verify that\nthe backend"
                  + " configuration is present and valid.\n"));
    }
    if (before.isEmpty()) {
      return;
    }
    if (reconfiguring()) {
      InitializedBackend.clear(engine.data());
    } else if (!migrating()) {
      diagnostics.add(changed());
    } else {
      String type = before.get().type();
      view.backend(
          engine.wording().product()
              + " has detected you're unconfiguring your previously set \""
              + type
              + "\" backend.");
      migrate(before.get().settings(), LocalBackend.DEFAULT);
      if (!diagnostics.hasErrors()) {
        InitializedBackend.clear(engine.data());
        view.backend(
            "\n\nSuccessfully unset the backend \""
                + type
                + "\". "
                + engine.wording().product()
                + " will now operate locally.");
      }
    }
  }

  private void configured(
      BackendConfiguration block, Optional<InitializedBackend> before, LocalBackend overrides)
      throws IOException, UsageException {
    Optional<Diagnostic> unsupported = Backends.unsupported(block);
    if (unsupported.isPresent()) {
      diagnostics.add(unsupported.get());
      return;
    }
    Diagnostics reading = new Diagnostics();
    LocalBackend own = LocalBackend.read(block.body(), reading);
    LocalBackend settings = own.with(overrides);
    InitializedBackend now = new InitializedBackend(block.type(), settings, own.hash());
    if (before.isPresent() && !reconfiguring()) {
      boolean sameType = before.get().type().equals(block.type());
      if (sameType && before.get().hash() == own.hash() && overrides.equals(LocalBackend.DEFAULT)) {
        return;
      }
      if (sameType && before.get().settings().equals(settings)) {
        now.write(engine.data());
        return;
      }
      if (!migrating()) {
        diagnostics.add(changed());
        return;
      }
    }
    diagnostics.addAll(reading.list());
    if (diagnostics.hasErrors()) {
      return;
    }
    if (before.isPresent() && !reconfiguring()) {
      view.backend(
          "Backend configuration changed!\n\n"
              + engine.wording().product()
              + " has detected that the configuration specified for the backend\nhas changed. "
              + engine.wording().product()
              + " will now check for existing state in the backends.\n");
      migrate(before.get().settings(), settings);
    } else if (!reconfiguring()) {
      migrate(LocalBackend.DEFAULT, settings).emptySource();
    }
    if (!diagnostics.hasErrors()) {
      now.write(engine.data());
      view.backend(
          "\nSuccessfully configured the backend \""
              + block.type()
              + "\"! "
              + engine.wording().product()
              + " will automatically\nuse this backend unless the backend configuration changes.");
    }
  }

  private StateMigration migrate(LocalBackend from, LocalBackend to)
      throws IOException, UsageException {
    StateMigration migration = new StateMigration(engine, given, from, to);
    diagnostics.addAll(migration.run());
    return migration;
  }

  private static Diagnostic changed() {
    return Diagnostic.error(
        "Backend configuration changed",
        "A change in the backend configuration has been detected, which may require migrating"
            + " existing state.\n\nIf you wish to attempt automatic migration of the state, use"
            + " \"ingot init -migrate-state\".\nIf you wish to store the current configuration with"
            + " no changes to the state, use \"ingot init -reconfigure\".");
  }

  private LocalBackend overrides() throws IOException {
    LocalBackend overrides = LocalBackend.DEFAULT;
    for (String text : given.list("backend-config")) {
      int equals = text.indexOf('=');
      if (equals < 0) {
        overrides = overrides.with(file(text));
        continue;
      }
      String name = text.substring(0, equals).strip();
      if (LocalBackend.isSetting(name)) {
        overrides = overrides.with(name, text.substring(equals + 1));
      } else {
        diagnostics.add(
            Diagnostic.error(
                "Invalid backend configuration argument",
                "The backend configuration argument \""
                    + name
                    + "\" given on the command line is not expected for the selected backend"
                    + " type."));
      }
    }
    return overrides;
  }

  private LocalBackend file(String name) throws IOException {
    try {
      SourceFile file = new SourceFile(name, Files.readString(engine.folder().resolve(name)));
      Diagnostics own = new Diagnostics();
      LocalBackend settings = LocalBackend.read(Syntax.parse(file, own), own);
      diagnostics.addAll(own.list());
      return settings;
    } catch (java.nio.file.FileSystemException | CharacterCodingException e) {
      diagnostics.add(
          Diagnostic.error("Failed to read file", "The file \"" + name + "\" could not be read."));
      return LocalBackend.DEFAULT;
    }
  }

  /** Why the options don't go together. */
  public static Optional<Diagnostic> conflict(Flags.Given given) {
    boolean migrating = given.on("migrate-state") || given.on("force-copy");
    return migrating && given.on("reconfigure")
        ? Optional.of(
            Diagnostic.error(
                "Invalid init options",
                "The -migrate-state and -reconfigure options are mutually-exclusive."))
        : Optional.empty();
  }

  /** Why a state can't be taken along while programs are told what happens. */
  public static List<Diagnostic> conflictWithJson(Flags.Given given) {
    return given.on("migrate-state") && given.on("json")
        ? List.of(
            Diagnostic.error(
                "The -migrate-state and -json options are mutually-exclusive",
                "Ingot cannot ask for interactive approval when -json is set. To use the"
                    + " -migrate-state option, disable the -json option."))
        : List.of();
  }
}
