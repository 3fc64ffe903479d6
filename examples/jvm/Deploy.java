import dev.ingot.deploy.Event;
import dev.ingot.deploy.PlanOptions;
import dev.ingot.graph.Cancellation;
import dev.ingot.library.ApplyOutcome;
import dev.ingot.library.Settings;
import dev.ingot.library.Workspace;
import dev.ingot.library.WorkspaceEvent;
import java.nio.file.Path;

/** Deploys a folder: {@code Deploy FOLDER [NAME=VALUE…]}. The guide is docs/library.md. */
public final class Deploy {
  private Deploy() {}

  /** Exit code 0 if all of it is deployed. */
  public static void main(String[] arguments) throws Exception {
    Settings settings = Settings.ofThisProcess().withListener(Deploy::print);
    for (int i = 1; i < arguments.length; i++) {
      String[] variable = arguments[i].split("=", 2);
      settings = settings.withVariable(variable[0], variable[1]);
    }
    Workspace workspace = Workspace.open(Path.of(arguments[0]), settings);

    Cancellation cancellation = new Cancellation();
    Runtime.getRuntime().addShutdownHook(new Thread(cancellation::cancel));

    ApplyOutcome outcome = workspace.apply(PlanOptions.NORMAL, cancellation);
    outcome
        .diagnostics()
        .forEach(found -> System.err.println(found.summary() + ": " + found.detail()));
    switch (outcome) {
      case ApplyOutcome.Complete complete -> {
        System.out.println(complete.counts().added() + " added");
        complete
            .outputs()
            .forEach((name, output) -> System.out.println(name + " = " + output.value().text()));
      }
      case ApplyOutcome.Failed _ -> Runtime.getRuntime().halt(1);
      case ApplyOutcome.Cancelled _ -> Runtime.getRuntime().halt(130);
    }
  }

  private static void print(WorkspaceEvent event) {
    if (event instanceof WorkspaceEvent.Deploying(Event.ApplyComplete done)) {
      System.out.println(done.address() + " is done");
    }
  }
}
