package dev.ingot.release;

import dev.ingot.address.InstanceAddress;
import dev.ingot.deploy.variable.VariableInput;
import dev.ingot.graph.Cancellation;
import dev.ingot.ledger.Release;
import dev.ingot.ledger.ReleaseOutcome;
import dev.ingot.release.ReleaseRequest.Replace.Images;
import dev.ingot.release.drift.Finding;
import dev.ingot.release.drift.Reason;
import dev.ingot.release.exposure.Screening;
import dev.ingot.release.record.ReleaseRecorder;
import dev.ingot.release.record.UpkeepRecord;
import dev.ingot.release.record.UpkeepRecord.Begun;
import dev.ingot.release.record.UpkeepRecord.Work;
import dev.ingot.release.repair.Attempt;
import dev.ingot.release.repair.Repair;
import dev.ingot.release.repair.RepairSettings;
import dev.ingot.release.repave.Rebuild;
import dev.ingot.release.repave.Repave;
import dev.ingot.release.repave.RepaveSettings;
import dev.ingot.state.StateException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Keeps a stack as it was released: repairs what has drifted, bakes images again whose base is
 * newer, replaces machines before they are old. Each pass looks at everything anew and decides by
 * what is deployed and recorded, so that a process may be killed at any moment: the next pass does
 * what is left. All replacing goes through the stack's lock and its rollouts, one at a time, so
 * that the floor of a rollout holds for all of it together.
 */
public final class StackUpkeep {
  private final Path folder;
  private final ReleaseParts parts;
  private final Stack stack;
  private final StackSurvey survey;
  private final Screening screening;
  private final UpkeepRecord record;
  private final ReleaseRecorder releases;
  private final List<VariableInput> given;
  private final Consumer<UpkeepEvent> events;

  /**
   * @param folder the folder of the stack, absolute
   * @param shownFrom the folder that files are named from in messages
   * @param given values of sensitive variables, of which releases keep only a hash
   * @param events receives what is found and done
   */
  public StackUpkeep(
      Path folder,
      Path shownFrom,
      ReleaseParts parts,
      ReleaseListener listener,
      Cancellation cancellation,
      List<VariableInput> given,
      Consumer<UpkeepEvent> events) {
    this.folder = folder;
    this.parts = parts;
    this.screening = new Screening(parts.registry(), parts.ledger(), parts.actor());
    this.stack = new Stack(folder, shownFrom, parts, listener, cancellation);
    this.survey = new StackSurvey(folder, shownFrom, parts, listener, cancellation, given);
    this.record = new UpkeepRecord(parts.ledger(), Stack.name(folder), parts.actor());
    this.releases = new ReleaseRecorder(parts.ledger(), Stack.name(folder), parts.actor());
    this.given = List.copyOf(given);
    this.events = events;
  }

  /**
   * The result of a pass.
   *
   * @param result how what was begun ended; empty if nothing was begun
   * @param next when there may be something to do again, if that depends on time
   */
  public record Pass(Optional<ReleaseResult> result, Optional<Instant> next) {}

  /** Which kinds of upkeep a pass does. */
  public enum Scope {
    /** What the settings say. */
    ALL,
    /** Only repaving, which the settings must say something of. */
    REPAVE
  }

  /**
   * Looks, and does the most urgent thing that is due.
   *
   * @throws IOException if something can't be read: nothing was done
   * @throws RequestException if a machine vanished in the meantime
   * @throws dev.ingot.state.StateException if the state is locked or can't be used
   */
  public Pass run(Scope scope) throws RequestException, IOException, InterruptedException {
    int _ = screening.ofStack(Stack.name(folder));
    Survey found = survey.run();
    events.accept(new UpkeepEvent.Surveyed(found));
    if (found.running().isEmpty()) {
      return new Pass(Optional.empty(), Optional.empty());
    }
    List<Begun> begun = record.all();
    Optional<Begun> died = begun.isEmpty() ? Optional.empty() : Optional.of(begun.getLast());
    if (died.filter(one -> one.end().isEmpty() && one.work() != Work.REBUILD).isPresent()) {
      return new Pass(Optional.of(finish(died.get())), Optional.empty());
    }
    Optional<String> pause = pause(begun);
    if (pause.isPresent()) {
      events.accept(new UpkeepEvent.Paused(pause.get()));
      return new Pass(Optional.empty(), Optional.empty());
    }
    Optional<Instant> next = Optional.empty();
    if (scope == Scope.ALL && found.upkeep().repair().isPresent()) {
      switch (repair(found, found.upkeep().repair().get(), begun)) {
        case Repair.Decision.Nothing() -> {}
        case Repair.Decision.Replace(List<Finding> findings) -> {
          return new Pass(Optional.of(repair(found, findings)), Optional.empty());
        }
        case Repair.Decision.Wait(Instant until, String why) -> {
          next = Optional.of(until);
          events.accept(new UpkeepEvent.RepairWaits(next, why));
        }
        case Repair.Decision.Paused(String why) ->
            events.accept(new UpkeepEvent.RepairWaits(Optional.empty(), why));
      }
    }
    if (found.upkeep().repave().isEmpty()) {
      return new Pass(Optional.empty(), next);
    }
    Pass repaved = repave(found, found.upkeep().repave().get(), begun);
    return new Pass(
        repaved.result(),
        Stream.concat(next.stream(), repaved.next().stream()).min(Instant::compareTo));
  }

  /** The rollout that a process had begun that died: what it began is finished or taken back. */
  private ReleaseResult finish(Begun died)
      throws RequestException, IOException, InterruptedException {
    events.accept(new UpkeepEvent.Finishing(died.subject()));
    Images images = died.work() == Work.IMAGE ? Images.OF_CHANNELS : Images.OF_RELEASE;
    ReleaseResult result = run(List.of(), images, "finishing what was interrupted");
    record.finish(died.number(), end(result), result.reason());
    return result;
  }

  /** Why a person has to look first; empty if nobody has to. */
  private Optional<String> pause(List<Begun> begun) {
    Optional<Instant> resumed = record.resumed();
    Optional<Begun> last =
        begun.stream().filter(one -> one.work() != Work.REBUILD).reduce((_, later) -> later);
    if (last.filter(one -> one.end().equals(Optional.of(Attempt.End.FAILED))).isPresent()
        && resumed.filter(at -> at.isAfter(last.get().at())).isEmpty()) {
      return Optional.of(
          "the last replacement, of " + last.get().subject() + ", failed at " + last.get().at());
    }
    return releases.unsettled(0).stream()
        .filter(release -> resumed.filter(at -> at.isAfter(release.started())).isEmpty())
        .findFirst()
        .map(StackUpkeep::open);
  }

  private static String open(Release release) {
    return "release "
        + release.id().number()
        + (release.outcome() == ReleaseOutcome.RUNNING
            ? " has not ended: it runs, waits for a decision, or was interrupted"
            : " failed: machines of two releases may be running");
  }

  private Repair.Decision repair(Survey found, RepairSettings settings, List<Begun> begun) {
    return Repair.decide(
        settings,
        parts.time().instant(),
        found.findings(),
        UpkeepRecord.attempts(begun),
        record.resumed());
  }

  private ReleaseResult repair(Survey found, List<Finding> findings)
      throws RequestException, IOException, InterruptedException {
    events.accept(new UpkeepEvent.Repairing(findings));
    Finding first = findings.getFirst();
    List<InstanceAddress> replaced =
        findings.stream()
            .filter(one -> one.reason() != Reason.MISSING)
            .map(Finding::address)
            .toList();
    return replace(
        Work.REPAIR,
        first.address().toString(),
        changed(found, replaced),
        "repair: " + first.reason().word() + " of " + first.address());
  }

  /**
   * Machines to be replaced, and those that a plan would change in place because something other
   * than Ingot has changed them.
   */
  private static List<InstanceAddress> changed(Survey found, List<InstanceAddress> machines) {
    return Stream.concat(
            machines.stream(),
            found.findings().stream()
                .filter(Finding::replaceable)
                .filter(one -> one.reason() == Reason.CONFIGURATION)
                .map(Finding::address))
        .distinct()
        .toList();
  }

  private static Attempt.End end(ReleaseResult result) {
    return switch (result) {
      case ReleaseResult.Verified _, ReleaseResult.Unchanged _ -> Attempt.End.VERIFIED;
      case ReleaseResult.Interrupted _, ReleaseResult.Waiting _ -> Attempt.End.UNKNOWN;
      case ReleaseResult.Reverted _, ReleaseResult.Paused _, ReleaseResult.Failed _ ->
          Attempt.End.FAILED;
    };
  }

  /** Looks, and does nothing. */
  public Survey survey() throws IOException, InterruptedException {
    return survey.run();
  }

  /**
   * What a repave would do.
   *
   * @param images which images are baked again first
   * @param machines which machines are replaced
   */
  public record RepavePlan(Rebuild.Decision images, Repave.Decision machines) {}

  /** What a repave would do now; empty if nothing is repaved. Does nothing. */
  public Optional<RepavePlan> repavePlan() throws IOException, InterruptedException {
    Survey found = survey.run();
    events.accept(new UpkeepEvent.Surveyed(found));
    return found
        .upkeep()
        .repave()
        .map(
            settings ->
                new RepavePlan(rebuilds(found, settings, record.all()), decide(found, settings)));
  }

  private Rebuild.Decision rebuilds(Survey found, RepaveSettings settings, List<Begun> begun) {
    Instant now = parts.time().instant();
    return Rebuild.decide(
        settings,
        now,
        found.running().map(Release::started).orElse(now),
        found.outdated(),
        UpkeepRecord.rebuilds(begun));
  }

  private Repave.Decision decide(Survey found, RepaveSettings settings) {
    return Repave.decide(
        settings,
        parts.time().instant(),
        found.due(),
        found.machines().size(),
        found.unavailable());
  }

  private Pass repave(Survey found, RepaveSettings settings, List<Begun> begun)
      throws RequestException, IOException, InterruptedException {
    Rebuild.Decision images = rebuilds(found, settings, begun);
    if (images.isDue()) {
      return new Pass(Optional.of(rebuild(images, settings)), Optional.empty());
    }
    if (!images.waiting().isEmpty()) {
      events.accept(new UpkeepEvent.RebuildWaits(images.waiting()));
    }
    Pass replaced = replaceDue(found, settings);
    return new Pass(
        replaced.result(),
        Stream.concat(replaced.next().stream(), images.next().stream()).min(Instant::compareTo));
  }

  private ReleaseResult rebuild(Rebuild.Decision images, RepaveSettings settings)
      throws RequestException, IOException, InterruptedException {
    events.accept(new UpkeepEvent.Rebuilding(images));
    long number =
        record.start(
            Work.REBUILD,
            images.now().stream()
                .map(Rebuild.Wanted::bucket)
                .distinct()
                .collect(Collectors.joining(", ")),
            images.now().stream().flatMap(one -> one.causes().stream()).toList());
    boolean vulnerable =
        images.now().stream().anyMatch(one -> one.reason() == Reason.VULNERABILITY);
    ReleaseResult result =
        ended(
            stack.run(
                new ReleaseRequest.Rebuild(
                    given,
                    images.isFresh(),
                    vulnerable && !images.scheduled()
                        ? Optional.of(settings.severity())
                        : Optional.empty())));
    record.finish(number, end(result), result.reason());
    return result;
  }

  private Pass replaceDue(Survey found, RepaveSettings settings)
      throws RequestException, IOException, InterruptedException {
    Repave.Decision decision = decide(found, settings);
    if (!found.due().isEmpty()) {
      events.accept(new UpkeepEvent.Repaving(decision));
    }
    if (decision.now().isEmpty()) {
      return new Pass(Optional.empty(), decision.next());
    }
    boolean replaced = decision.now().stream().anyMatch(one -> one.due().reason() != Reason.AGE);
    Repave.Due first = decision.now().getFirst().due();
    List<InstanceAddress> aged = decision.now().stream().map(one -> one.due().address()).toList();
    ReleaseResult result =
        replace(
            replaced ? Work.IMAGE : Work.REPAVE,
            first.address().toString(),
            changed(found, replaced ? List.of() : aged),
            "repave: " + first.reason().word() + " of " + first.address());
    return new Pass(Optional.of(result), decision.next());
  }

  /**
   * Replaces machines that someone names.
   *
   * @throws RequestException if one of them doesn't exist
   */
  public ReleaseResult replace(List<InstanceAddress> machines)
      throws RequestException, IOException, InterruptedException {
    return replace(Work.REPAVE, machines.getFirst().toString(), machines, "repave: manual");
  }

  /** Lets upkeep go on that is paused. */
  public void resume() {
    record.resume();
  }

  private ReleaseResult replace(
      Work work, String subject, List<InstanceAddress> machines, String reason)
      throws RequestException, IOException, InterruptedException {
    long number = record.start(work, subject);
    ReleaseResult result;
    try {
      result = run(machines, work == Work.IMAGE ? Images.OF_CHANNELS : Images.OF_RELEASE, reason);
    } catch (RequestException | IOException | StateException e) {
      // Nothing was begun, or what was begun is in a release that is still open.
      record.finish(number, Attempt.End.UNKNOWN, String.valueOf(e.getMessage()));
      throw e;
    }
    record.finish(number, end(result), result.reason());
    return result;
  }

  private ReleaseResult run(List<InstanceAddress> machines, Images images, String reason)
      throws RequestException, IOException, InterruptedException {
    return ended(stack.run(new ReleaseRequest.Replace(machines, images, given, reason)));
  }

  private ReleaseResult ended(ReleaseResult result) {
    events.accept(new UpkeepEvent.Ended(result));
    return result;
  }
}
