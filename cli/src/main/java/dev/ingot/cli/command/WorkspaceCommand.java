package dev.ingot.cli.command;

import dev.ingot.address.InstanceAddress;
import dev.ingot.cli.invocation.Command;
import dev.ingot.cli.invocation.ExitCode;
import dev.ingot.cli.invocation.Flags;
import dev.ingot.cli.invocation.Invocation;
import dev.ingot.cli.invocation.UsageException;
import dev.ingot.cli.operation.PlanFlags;
import dev.ingot.cli.terminal.Wording;
import dev.ingot.deploy.configuration.ModuleConfiguration;
import dev.ingot.deploy.operation.StateProblems;
import dev.ingot.home.Project;
import dev.ingot.lang.Diagnostic;
import dev.ingot.state.LockRequest;
import dev.ingot.state.State;
import dev.ingot.state.StateException;
import dev.ingot.state.StateSession;
import dev.ingot.state.StateSetupException;
import dev.ingot.state.backend.Backend;
import dev.ingot.state.backend.Workspaces;
import dev.ingot.state.format.StateFile;
import dev.ingot.storage.RegularFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** {@code ingot workspace list|show|new|select|delete}. */
public final class WorkspaceCommand implements Command {
  private final String action;
  private final boolean old;

  /** One of the actions. */
  public WorkspaceCommand(String action) {
    this(action, false);
  }

  /**
   * One of the actions.
   *
   * @param old whether it was called by the name workspaces had before
   */
  public WorkspaceCommand(String action, boolean old) {
    this.action = action;
    this.old = old;
  }

  @Override
  public String synopsis() {
    return "List, show, create, select and delete workspaces.";
  }

  @Override
  public String arguments() {
    return "list | show | new NAME | select NAME | delete NAME";
  }

  @Override
  public Flags flags() {
    return new Flags()
        .onOff("or-create", "Create it if it doesn't exist (select).")
        .onOff("force", "Delete it even if its state isn't empty (delete).")
        .text("state", "FILE", "The initial state (new).")
        .onOff("lock", "Lock the state.")
        .text("lock-timeout", "DURATION", "How long to wait for the lock.");
  }

  @Override
  public int run(Invocation invocation) throws UsageException, IOException {
    if (old) {
      deprecated(invocation);
    }
    try {
      return act(invocation);
    } catch (StateSetupException e) {
      invocation.show(StateProblems.reading(e));
      return ExitCode.ERROR;
    } catch (StateException e) {
      return refuse(invocation, String.valueOf(e.getMessage()));
    }
  }

  private int act(Invocation invocation) throws UsageException, IOException {
    ModuleConfiguration root = invocation.project().root();
    Workspaces workspaces = invocation.project().workspaces();
    Backend states = invocation.project().backends(root).current(root.backend());
    List<String> arguments = invocation.given().arguments();
    return switch (action) {
      case "list" -> list(invocation, workspaces, states);
      case "show" -> {
        invocation.terminal().line(workspaces.current());
        yield ExitCode.OK;
      }
      case "new", "select", "delete" -> {
        if (arguments.size() != 1) {
          throw UsageException.ofArguments("Expected a single argument: NAME.");
        }
        String name = arguments.getFirst();
        if (!action.equals("delete") && workspaces.isOverridden()) {
          yield refuse(invocation, action.equals("new") ? notCreated() : overridden());
        }
        yield switch (action) {
          case "new" -> create(invocation, workspaces, states, name, invocation.given());
          case "select" ->
              select(invocation, workspaces, states, name, invocation.given().on("or-create"));
          default -> delete(invocation, workspaces, states, name, invocation.given());
        };
      }
      default -> usage(invocation);
    };
  }

  private int usage(Invocation invocation) {
    invocation
        .terminal()
        .line(
            "Usage: "
                + invocation.wording().program()
                + " [global options] workspace\n\n  new, list, show, select and delete "
                + invocation.wording().product()
                + " workspaces.\n\nSubcommands:\n    delete    Delete a workspace\n    list     "
                + " List Workspaces\n    new       Create a new workspace\n    select    Select a"
                + " workspace"
                + (old ? "" : "\n    show      Show the name of the current workspace"));
    return ExitCode.ERROR;
  }

  private static void deprecated(Invocation invocation) {
    String program = invocation.wording().program();
    invocation
        .terminal()
        .line(
            "Warning: the \""
                + program
                + " env\" family of commands is deprecated.\n\n\"Workspace\" is now the preferred"
                + " term for what earlier "
                + Wording.TERRAFORM.product()
                + " versions\ncalled \"environment\", to reduce ambiguity caused by the latter term"
                + " colliding\nwith other concepts.\n\nThe \""
                + program
                + " workspace\" commands should be used instead. \""
                + program
                + " env\"\nwill be removed in a future "
                + Wording.TERRAFORM.product()
                + " version.\n");
  }

  private static int refuse(Invocation invocation, String text) {
    invocation.terminal().out().flush();
    invocation.terminal().err().println(text);
    invocation.terminal().err().flush();
    return ExitCode.ERROR;
  }

  private static String notCreated() {
    return "\nThe workspace is currently overridden using the TF_WORKSPACE environment\nvariable."
        + " You cannot create a new workspace when using this setting.\n\nTo create a new"
        + " workspace, either unset this environment variable or update it\nto match the workspace"
        + " name you are trying to create, and then run this command\nagain.";
  }

  private static String overridden() {
    return "\nThe selected workspace is currently overridden using the TF_WORKSPACE\nenvironment"
        + " variable.\n\nTo select a new workspace, either update this environment variable or"
        + " unset\nit and then run this command again.";
  }

  private static int list(Invocation invocation, Workspaces workspaces, Backend states) {
    String current = workspaces.current();
    for (String name : states.workspaces()) {
      invocation.terminal().out().println((name.equals(current) ? "* " : "  ") + name);
    }
    invocation.terminal().line("");
    if (workspaces.isOverridden()) {
      invocation
          .terminal()
          .line(
              "\n\nThe active workspace is being overridden using the TF_WORKSPACE environment"
                  + "\nvariable.");
    }
    return ExitCode.OK;
  }

  private static int create(
      Invocation invocation, Workspaces workspaces, Backend states, String name, Flags.Given given)
      throws IOException, UsageException {
    if (!Workspaces.isName(name)) {
      return refuse(
          invocation,
          "\nThe workspace name \""
              + name
              + "\" is not allowed. The name must contain only URL safe\ncharacters, and no path"
              + " separators.");
    }
    if (states.workspaces().contains(name)) {
      return refuse(invocation, "Workspace \"" + name + "\" already exists");
    }
    states.create(name);
    Optional<String> seed = given.text("state");
    if (seed.isPresent()) {
      int failed = seed(invocation, states, name, invocation.folder().resolve(seed.get()), given);
      if (failed != ExitCode.OK) {
        return failed;
      }
    }
    workspaces.select(name);
    created(invocation, name);
    return ExitCode.OK;
  }

  private static int seed(
      Invocation invocation, Backend states, String name, Path file, Flags.Given given)
      throws IOException, UsageException {
    try {
      Project project = invocation.project();
      byte[] content = project.encryption(project.root()).stateFile(RegularFile.read(file));
      State state = StateFile.read(content, invocation.wording().titled());
      LockRequest lock = PlanFlags.lock(given, "workspace-new");
      try (StateSession session = states.store(name).open(lock)) {
        session.replace(state.as(session.state().serial() + 1, session.state().lineage()));
        session.commit();
      }
      return ExitCode.OK;
    } catch (StateException e) {
      invocation.show(StateProblems.reading(e));
      return ExitCode.ERROR;
    }
  }

  private static void created(Invocation invocation, String name) {
    invocation
        .terminal()
        .line(
            "Created and switched to workspace \""
                + name
                + "\"!\n\nYou're now on a new, empty workspace. Workspaces isolate their state,\nso"
                + " if you run \""
                + invocation.wording().program()
                + " plan\" "
                + invocation.wording().product()
                + " will not see any existing state\nfor this configuration.");
  }

  private static int select(
      Invocation invocation, Workspaces workspaces, Backend states, String name, boolean orCreate)
      throws IOException {
    if (workspaces.isSelected(name) && states.workspaces().contains(name)) {
      return ExitCode.OK;
    }
    if (!states.workspaces().contains(name)) {
      if (!orCreate) {
        return refuse(invocation, missing(name));
      }
      states.create(name);
      workspaces.select(name);
      created(invocation, name);
      return ExitCode.OK;
    }
    workspaces.select(name);
    invocation.terminal().line("Switched to workspace \"" + name + "\".");
    return ExitCode.OK;
  }

  private static String missing(String name) {
    return "\nWorkspace \""
        + name
        + "\" doesn't exist.\n\nYou can create this workspace with the \"new\" subcommand\nor"
        + " include the \"-or-create\" flag with the \"select\" subcommand.";
  }

  private static int delete(
      Invocation invocation, Workspaces workspaces, Backend states, String name, Flags.Given given)
      throws IOException, UsageException {
    if (!states.workspaces().contains(name)) {
      return refuse(invocation, missing(name).strip());
    }
    if (name.equals(workspaces.current())) {
      return refuse(
          invocation,
          "Workspace \""
              + name
              + "\" is your active workspace.\n\nYou cannot delete the currently active workspace."
              + " Please switch\nto another workspace and try again.");
    }
    boolean force = given.on("force");
    List<InstanceAddress> tracked;
    try (StateSession session =
        states.store(name).open(PlanFlags.lock(given, "workspace-delete"))) {
      tracked = session.state().snapshot().instances().toList();
      if (!tracked.isEmpty() && !force) {
        invocation.show(List.of(notEmpty(invocation, name, tracked)));
        return ExitCode.ERROR;
      }
    } catch (StateException e) {
      invocation.show(StateProblems.opening(e));
      return ExitCode.ERROR;
    }
    states.delete(name);
    invocation.terminal().line("Deleted workspace \"" + name + "\"!");
    if (!tracked.isEmpty()) {
      invocation
          .terminal()
          .line(
              "WARNING: \""
                  + name
                  + "\" was non-empty.\nThe resources managed by the deleted workspace may still"
                  + " exist,\nbut are no longer manageable by "
                  + invocation.wording().product()
                  + " since the state has\nbeen deleted.");
    }
    return ExitCode.OK;
  }

  private static Diagnostic notEmpty(
      Invocation invocation, String name, List<InstanceAddress> tracked) {
    StringBuilder list = new StringBuilder();
    tracked.forEach(address -> list.append("\n  - ").append(address));
    return Diagnostic.error(
        "Workspace is not empty",
        "Workspace \""
            + name
            + "\" is currently tracking the following resource instances:"
            + list
            + "\n\nDeleting this workspace would cause "
            + invocation.wording().product()
            + " to lose track of any associated remote objects, which would then require you to"
            + " delete them manually outside of "
            + invocation.wording().product()
            + ". You should destroy these objects with "
            + invocation.wording().product()
            + " before deleting the workspace.\n\nIf you want to delete this workspace anyway, and"
            + " have "
            + invocation.wording().product()
            + " forget about these managed objects, use the -force option to disable this safety"
            + " check.");
  }
}
