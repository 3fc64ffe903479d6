package dev.ingot.cli.up;

import dev.ingot.cli.invocation.ExitCode;
import dev.ingot.cli.invocation.Invocation;
import dev.ingot.cli.invocation.UsageException;
import dev.ingot.cli.operation.Interruption;
import dev.ingot.cli.operation.Questions;
import dev.ingot.cli.operation.Views;
import dev.ingot.cli.view.OperationView;
import dev.ingot.cli.view.ReleaseText;
import dev.ingot.deploy.operation.StateProblems;
import dev.ingot.graph.Cancellation;
import dev.ingot.home.ImageReferrers;
import dev.ingot.home.Project;
import dev.ingot.home.Site;
import dev.ingot.release.ReleaseListener;
import dev.ingot.release.ReleaseParts;
import dev.ingot.release.ReleaseResult;
import dev.ingot.release.RequestException;
import dev.ingot.release.StackRetirement;
import dev.ingot.release.StackUpkeep;
import dev.ingot.release.UpkeepEvent;
import dev.ingot.state.StateException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Consumer;

/** Runs upkeep of the stack in a command's folder. */
public final class UpkeepRun {
  private final StackUpkeep upkeep;
  private final StackRetirement retirement;
  private final Site site;
  private final Path folder;
  private final Ending ending;
  private final Cancellation cancellation;

  private UpkeepRun(
      StackUpkeep upkeep,
      StackRetirement retirement,
      Site site,
      Path folder,
      Ending ending,
      Cancellation cancellation) {
    this.upkeep = upkeep;
    this.retirement = retirement;
    this.site = site;
    this.folder = folder;
    this.ending = ending;
    this.cancellation = cancellation;
  }

  /** What a command does. */
  public interface Work {
    /** Does it; returns the exit code. */
    int run(UpkeepRun run)
        throws RequestException, UsageException, IOException, InterruptedException;
  }

  /**
   * Runs work on the stack of the command's folder.
   *
   * @param quiet whether the progress of releases is left out, but for errors
   * @param events receives what is found and done
   */
  public static int run(
      Invocation invocation, boolean quiet, Consumer<UpkeepEvent> events, Work work)
      throws UsageException, IOException, InterruptedException {
    Path folder = invocation.argumentFolder();
    Project project = invocation.in(folder).project();
    // A document of JSON is printed as one; it is no stream of events.
    OperationView view = Views.of(invocation.withoutOption("json"));
    Stopwatch watch = new Stopwatch(project.clock());
    ReleaseText text =
        new ReleaseText(
            invocation.terminal(),
            view,
            stage -> watch.lap(stage.name().toLowerCase(Locale.ROOT)),
            false);
    ReleaseListener listener =
        quiet
            ? event -> {
              if (event instanceof dev.ingot.release.ReleaseEvent.Diagnosed(var found)) {
                view.diagnostics(found);
              }
            }
            : text;
    try (Site site = StackRun.site(invocation);
        Interruption interruption = new Interruption(view)) {
      try {
        ReleaseParts parts =
            site.parts(project, Questions.of(invocation.terminal(), invocation.given()));
        StackUpkeep upkeep =
            new StackUpkeep(
                folder,
                invocation.folder(),
                parts,
                listener,
                interruption.cancellation(),
                StackRun.inputs(invocation.given()),
                events);
        StackRetirement retirement =
            new StackRetirement(
                folder,
                invocation.folder(),
                parts,
                listener,
                new ImageReferrers(site, other -> invocation.in(other).project()),
                site::cachedLayers,
                interruption.cancellation());
        return work.run(
            new UpkeepRun(
                upkeep,
                retirement,
                site,
                folder,
                new EndingText(invocation.terminal(), view, watch),
                interruption.cancellation()));
      } catch (RequestException e) {
        throw new UsageException(String.valueOf(e.getMessage()));
      } catch (StateException e) {
        view.diagnostics(StateProblems.opening(e));
        return ExitCode.ERROR;
      } finally {
        invocation.terminal().flush();
      }
    }
  }

  /** The upkeep of the stack. */
  public StackUpkeep upkeep() {
    return upkeep;
  }

  /** What retires the images of the stack. */
  public StackRetirement retirement() {
    return retirement;
  }

  /** The embedded parts of this host. */
  public Site site() {
    return site;
  }

  /** The folder of the stack. */
  public Path folder() {
    return folder;
  }

  /** Cancelled with the first interrupt. */
  public Cancellation cancellation() {
    return cancellation;
  }

  /** Prints how a release ended, and gives the exit code. */
  public int tell(ReleaseResult result) {
    return ending.tell(result);
  }
}
