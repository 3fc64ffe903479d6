package dev.ingot.state.backend;

import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.Phrase;
import dev.ingot.lang.SourceFile;
import dev.ingot.lang.syntax.Syntax;
import dev.ingot.lang.value.Value;
import dev.ingot.state.LockRequest;
import dev.ingot.state.StateException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;

/**
 * Makes a backend ready: writes down which one is used from now on, and takes the states along
 * where that is wanted. Rules: the recorded behaviour of Terraform 1.11.
 */
public final class Initialization {
  /** What is done where another backend was ready before. */
  public enum Change {
    /** It is refused. */
    REFUSE,
    /** The states are taken along. */
    MIGRATE,
    /** The states stay where they are, and are not looked at any more. */
    RECONFIGURE
  }

  /**
   * What is wanted.
   *
   * @param configured the block of the configuration
   * @param overrides settings given beside it: {@code NAME=VALUE}, or the name of a file of them
   * @param lock how states are locked while they are copied
   */
  public record Request(
      Optional<BackendBlock> configured, List<String> overrides, Change change, LockRequest lock) {
    public Request {
      overrides = List.copyOf(overrides);
    }
  }

  /** Receives each step. */
  public interface Listener {
    /** A backend was ready, and none is configured any more. */
    void unconfiguring(String type);

    /** None is configured any more. */
    void unconfigured(String type);

    /** A backend was ready, and is configured in another way. */
    void changing();

    /** A backend is ready. */
    void configured(String type);
  }

  private final Backends backends;
  private final MigrationPrompt prompt;
  private final Listener listener;
  private final Diagnostics diagnostics = new Diagnostics();

  /** With a prompt and an observer. */
  public Initialization(Backends backends, MigrationPrompt prompt, Listener listener) {
    this.backends = backends;
    this.prompt = prompt;
    this.listener = listener;
  }

  /**
   * Does it.
   *
   * @return what is to be said; with an error nothing was changed
   * @throws StateException if a state or what is written down can't be read or written
   */
  public List<Diagnostic> run(Request request) {
    try {
      Optional<InitializedBackend> before = InitializedBackend.read(backends.place().data());
      if (request.configured().isEmpty()) {
        unconfigured(request, before);
      } else {
        configured(request, request.configured().get(), before);
      }
    } catch (BackendException e) {
      diagnostics.add(e.problem());
    }
    return diagnostics.list();
  }

  private BackendSettings overrides(BackendType type, List<String> texts) {
    BackendSettings overrides = Backends.empty(type);
    for (String text : texts) {
      int equals = text.indexOf('=');
      if (equals < 0) {
        overrides = overrides.with(file(type, text).arguments());
        continue;
      }
      String name = text.substring(0, equals).strip();
      Optional<Value> value = Backends.converted(type, name, Value.of(text.substring(equals + 1)));
      if (value.isPresent()) {
        overrides = overrides.with(name, value.get());
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

  private BackendSettings file(BackendType type, String name) {
    try {
      SourceFile file =
          new SourceFile(name, Files.readString(backends.place().folder().resolve(name)));
      Diagnostics own = new Diagnostics();
      BackendSettings settings = Backends.read(type, Syntax.parse(file, own), own);
      diagnostics.addAll(own.list());
      return settings;
    } catch (IOException e) {
      diagnostics.add(
          Diagnostic.error("Failed to read file", "The file \"" + name + "\" could not be read."));
      return Backends.empty(type);
    }
  }

  private void unconfigured(Request request, Optional<InitializedBackend> before) {
    BackendSettings usual = backends.usual();
    BackendType type = backends.find(usual.type()).orElseThrow();
    boolean overridden = !overrides(type, request.overrides()).equals(usual);
    if (diagnostics.hasErrors()) {
      return;
    }
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
    switch (request.change()) {
      case RECONFIGURE -> clear();
      case REFUSE -> diagnostics.add(changed());
      case MIGRATE -> {
        listener.unconfiguring(before.get().type());
        migrate(ready(before.get()), usual, request);
        if (!diagnostics.hasErrors()) {
          clear();
          listener.unconfigured(before.get().type());
        }
      }
    }
  }

  private BackendSettings ready(InitializedBackend before) {
    return backends
        .find(before.type())
        .map(before::settings)
        .orElseThrow(() -> new BackendException(backends.problem(before.type()).orElseThrow()));
  }

  private void configured(
      Request request, BackendBlock block, Optional<InitializedBackend> before) {
    BackendType type = backends.find(block);
    BackendSettings overrides = overrides(type, request.overrides());
    if (diagnostics.hasErrors()) {
      return;
    }
    Diagnostics reading = new Diagnostics();
    BackendSettings own = Backends.read(type, block.body(), reading);
    BackendSettings settings = own.with(overrides.arguments());
    boolean reconfiguring = request.change() == Change.RECONFIGURE;
    if (before.isPresent() && !reconfiguring) {
      boolean sameType = before.get().type().equals(block.type());
      if (sameType && before.get().hash() == own.hash() && overrides.equals(Backends.empty(type))) {
        return;
      }
      if (sameType && before.get().settings(type).equals(settings)) {
        write(settings, own);
        return;
      }
      if (request.change() == Change.REFUSE) {
        diagnostics.add(changed());
        return;
      }
    }
    diagnostics.addAll(reading.list());
    for (Diagnostic problem : type.problems(settings, backends.place())) {
      diagnostics.add(problem.orAt(block.declaration()));
    }
    if (diagnostics.hasErrors()) {
      return;
    }
    if (before.isPresent() && !reconfiguring) {
      listener.changing();
      migrate(ready(before.get()), settings, request);
    } else if (!reconfiguring) {
      migrate(backends.usual(), settings, request).retireSource();
    }
    if (!diagnostics.hasErrors()) {
      check(settings);
    }
    if (!diagnostics.hasErrors()) {
      write(settings, own);
      listener.configured(block.type());
    }
  }

  /** A wrong address or wrong credentials are said now, not when the first plan is made. */
  private void check(BackendSettings settings) {
    Backend backend = backends.open(settings);
    if (!backend.hasWorkspaces()) {
      return;
    }
    try {
      List<String> names = backend.workspaces();
      if (!backend.hasDefault()) {
        select(names);
      }
    } catch (StateException e) {
      diagnostics.add(
          Diagnostic.error("Failed to get existing workspaces", String.valueOf(e.getMessage())));
    }
  }

  /** Where there is no default workspace, another one has to be selected. */
  private void select(List<String> names) {
    Workspaces selection = new Workspaces(backends.place().data(), backends.place().variables());
    if (names.contains(selection.current())) {
      return;
    }
    if (names.size() == 1 && !selection.isOverridden()) {
      selection.select(names.getFirst());
      return;
    }
    diagnostics.add(
        Diagnostic.warning(
            "The selected workspace doesn't exist",
            Phrase.of(
                "The workspace \"%s\" is selected, which the backend doesn't have. %s",
                selection.current(),
                names.isEmpty()
                    ? "Make one by \"ingot workspace new NAME\"."
                    : "Select one by \"ingot workspace select NAME\". There are: "
                        + String.join(", ", names)
                        + ".")));
  }

  private void write(BackendSettings settings, BackendSettings own) {
    InitializedBackend.write(
        backends.place().data(), backends.place().environment().version(), settings, own.hash());
  }

  private void clear() {
    InitializedBackend.clear(backends.place().data(), backends.place().environment().version());
  }

  private Migration migrate(BackendSettings from, BackendSettings to, Request request) {
    Migration migration =
        new Migration(
            backends.open(from),
            backends.open(to),
            prompt,
            request.lock(),
            new Workspaces(backends.place().data(), backends.place().variables()));
    migration.run().ifPresent(diagnostics::add);
    return migration;
  }

  private static Diagnostic changed() {
    return Diagnostic.error(
        "Backend configuration changed",
        Phrase.of(
            "A change in the backend configuration has been detected, which may require migrating"
                + " existing state.\n\nIf you wish to attempt automatic migration of the state, use"
                + " \"ingot init -migrate-state\".\nIf you wish to store the current configuration"
                + " with no changes to the state, use \"ingot init -reconfigure\"."));
  }
}
