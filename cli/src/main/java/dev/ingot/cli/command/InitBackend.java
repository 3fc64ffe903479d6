package dev.ingot.cli.command;

import dev.ingot.cli.invocation.Flags;
import dev.ingot.cli.invocation.Invocation;
import dev.ingot.cli.invocation.UsageException;
import dev.ingot.cli.operation.PlanFlags;
import dev.ingot.cli.operation.Questions;
import dev.ingot.cli.view.InitView;
import dev.ingot.deploy.configuration.ModuleConfiguration;
import dev.ingot.deploy.operation.StateProblems;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Phrase;
import dev.ingot.state.StateException;
import dev.ingot.state.backend.Initialization;
import dev.ingot.state.backend.MigrationPrompt;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The backend part of {@code init}: prompts and messages. */
final class InitBackend implements MigrationPrompt, Initialization.Listener {
  private static final String COPY = "Do you want to copy existing state to the new backend?";

  private final Invocation invocation;
  private final Flags.Given given;
  private final InitView view;
  private final String product;

  InitBackend(Invocation invocation, Flags.Given given, InitView view) {
    this.invocation = invocation;
    this.given = given;
    this.view = view;
    this.product = invocation.wording().product();
  }

  /** Why the options conflict. */
  static List<Diagnostic> conflicts(Flags.Given given) {
    List<Diagnostic> conflicts = new ArrayList<>();
    if (given.on("migrate-state") && given.on("json")) {
      conflicts.add(
          Diagnostic.error(
              "The -migrate-state and -json options are mutually-exclusive",
              Phrase.of(
                  "Ingot cannot ask for interactive approval when -json is set. To use the"
                      + " -migrate-state option, disable the -json option.")));
    }
    if (given.on("upgrade") && given.text("lockfile").filter("readonly"::equals).isPresent()) {
      conflicts.add(Diagnostic.error("The -upgrade flag conflicts with -lockfile=readonly.", ""));
    }
    if (migrating(given) && given.on("reconfigure")) {
      conflicts.add(
          Diagnostic.error(
              "Invalid init options",
              "The -migrate-state and -reconfigure options are mutually-exclusive."));
    }
    return conflicts;
  }

  private static boolean migrating(Flags.Given given) {
    return given.on("migrate-state") || given.on("force-copy");
  }

  /** That settings given for a backend have no effect. */
  static List<Diagnostic> unused(ModuleConfiguration root, Flags.Given given) {
    return root.backend().isPresent() || given.list("backend-config").isEmpty()
        ? List.of()
        : List.of(
            Diagnostic.warning(
                "Missing backend configuration",
                """
                -backend-config was used without a "backend" block in the configuration.

                If you intended to override the default local backend configuration,
                no action is required, but you may add an explicit backend block to your
                configuration to clear this warning:

                terraform {
                  backend "local" {}
                }

                However, if you intended to override a defined backend, please verify that
                the backend configuration is present and valid.
                """));
  }

  /** Prepares the backend; returns whether to continue. Errors have been reported. */
  boolean run(ModuleConfiguration root) throws UsageException {
    Initialization.Change change =
        given.on("reconfigure")
            ? Initialization.Change.RECONFIGURE
            : migrating(given) ? Initialization.Change.MIGRATE : Initialization.Change.REFUSE;
    List<Diagnostic> diagnostics;
    try {
      diagnostics =
          new Initialization(invocation.project().backends(root), this, this)
              .run(
                  new Initialization.Request(
                      root.backend(),
                      root.backend().isEmpty() ? List.of() : given.list("backend-config"),
                      change,
                      PlanFlags.lock(given, "")));
    } catch (StateException e) {
      diagnostics = StateProblems.opening(e);
    }
    view.diagnostics(diagnostics);
    return diagnostics.stream().noneMatch(Diagnostic::isError);
  }

  @Override
  public void unconfiguring(String type) {
    view.backend(
        product
            + " has detected you're unconfiguring your previously set \""
            + type
            + "\" backend.");
  }

  @Override
  public void unconfigured(String type) {
    view.backend(
        "\n\nSuccessfully unset the backend \""
            + type
            + "\". "
            + product
            + " will now operate locally.");
  }

  @Override
  public void changing() {
    view.backend(
        "Backend configuration changed!\n\n"
            + product
            + " has detected that the configuration specified for the backend\nhas changed. "
            + product
            + " will now check for existing state in the backends.\n");
  }

  @Override
  public void configured(String type) {
    view.backend(
        "\nSuccessfully configured the backend \""
            + type
            + "\"! "
            + product
            + " will automatically\nuse this backend unless the backend configuration changes.");
  }

  @Override
  public Answer ask(Question question) {
    if (given.on("force-copy")) {
      return Answer.of(true);
    }
    if (!given.on("input", true)) {
      return Answer.impossible(
          switch (question) {
            case Question.AllWorkspaces _, Question.CurrentWorkspace _ ->
                "Error asking for state migration action: input is disabled";
            case Question.Copy _, Question.Overwrite _ ->
                "Can't ask approval for state migration when interactive input is disabled.\n\n"
                    + "Please remove the \"-input=false\" option and try again.";
          });
    }
    try {
      return answer(question)
          .map(text -> Answer.of(text.equals("yes")))
          .orElseGet(() -> Answer.impossible("Error asking for confirmation: EOF"));
    } catch (IOException e) {
      return Answer.impossible("Error asking for confirmation: " + e.getMessage());
    }
  }

  private Optional<String> answer(Question question) throws IOException {
    return switch (question) {
      case Question.AllWorkspaces(String from, String to) ->
          confirmation(
              "Do you want to migrate all workspaces to \"" + to + "\"?",
              "Both the existing \""
                  + from
                  + "\" backend and the newly configured \""
                  + to
                  + "\" backend\nsupport workspaces. When migrating between backends, "
                  + product
                  + " will copy\nall workspaces (with the same names). THIS WILL OVERWRITE any"
                  + " conflicting\nstates in the destination.\n\nIf you answer \"yes\", "
                  + product
                  + " will migrate all states. If you answer\n\"no\", "
                  + product
                  + " will abort.");
      case Question.CurrentWorkspace(String from, String to, String workspace) ->
          confirmation(
              "Destination state \""
                  + to
                  + "\" doesn't support workspaces.\n"
                  + "Do you want to copy only your current workspace?",
              "The existing \""
                  + from
                  + "\" backend supports workspaces and you currently are\nusing more than one."
                  + " The newly configured \""
                  + to
                  + "\" backend doesn't support\nworkspaces. If you continue, "
                  + product
                  + " will copy your current workspace \""
                  + workspace
                  + "\"\nto the default workspace in the new backend. Your existing workspaces in"
                  + " the\nsource backend won't be modified. If you want to switch workspaces, back"
                  + " them\nup, or cancel altogether, answer \"no\" and "
                  + product
                  + " will abort.");
      case Question.Copy(String from, String to) ->
          confirmation(
              COPY,
              "Pre-existing state was found while migrating the previous \""
                  + from
                  + "\" backend to the\nnewly configured \""
                  + to
                  + "\" backend. No existing state was found in the newly\nconfigured \""
                  + to
                  + "\" backend. Do you want to copy this state to the new \""
                  + to
                  + "\"\nbackend? Enter \"yes\" to copy and \"no\" to start with an empty"
                  + " state.");
      case Question.Overwrite(String from, String source, String to, String target) ->
          confirmation(
              COPY,
              "Pre-existing state was found while migrating the previous \""
                  + from
                  + "\" backend to the\nnewly configured \""
                  + to
                  + "\" backend. An existing non-empty state already exists in\nthe new"
                  + " backend.\n\nPrevious (type \""
                  + from
                  + "\"): "
                  + source
                  + "\nNew      (type \""
                  + to
                  + "\"): "
                  + target
                  + "\n\nDo you want to overwrite the state in the new backend with the previous"
                  + " state?\nEnter \"yes\" to copy and \"no\" to start with the existing state in"
                  + " the newly\nconfigured \""
                  + to
                  + "\" backend.");
    };
  }

  private Optional<String> confirmation(String question, String explanation) throws IOException {
    return Questions.confirmation(invocation.terminal(), question, explanation);
  }
}
