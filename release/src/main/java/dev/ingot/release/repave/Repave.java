package dev.ingot.release.repave;

import dev.ingot.address.InstanceAddress;
import dev.ingot.release.calendar.Freeze;
import dev.ingot.release.calendar.Window;
import dev.ingot.release.drift.Reason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Decides which machines are replaced now: a pure function, so that a process that was killed
 * decides the same again. The longest due come first, those of one failure domain at a time.
 *
 * <p>Of several open budgets the most restrictive holds. A reason whose budgets are all closed
 * waits for the next one that opens. Machines that don't serve count against every budget. After
 * its deadline a machine is replaced whatever budgets say, but not within a freeze. The floor is
 * not decided here: the rollout that replaces machines holds it.
 */
public final class Repave {
  private final RepaveSettings settings;
  private final Instant now;
  private final int fleet;
  private final int unavailable;
  private final Map<Reason, Allowance> allowances = new EnumMap<>(Reason.class);

  private Repave(RepaveSettings settings, Instant now, int fleet, int unavailable) {
    this.settings = settings;
    this.now = now;
    this.fleet = fleet;
    this.unavailable = unavailable;
  }

  /**
   * A machine that is to be replaced.
   *
   * @param domain its failure domain, such as an availability zone; may be empty
   * @param since when it became due
   * @param detail why, in words
   */
  public record Due(
      InstanceAddress address, String domain, Reason reason, Instant since, String detail) {}

  /**
   * One that is replaced now.
   *
   * @param overdue whether its deadline has passed
   */
  public record Choice(Due due, boolean overdue) {}

  /**
   * One that waits.
   *
   * @param why what for
   * @param until when to decide again; empty if that depends on something else than time
   */
  public record Waiting(Due due, String why, Optional<Instant> until) {}

  /** What was decided. */
  public record Decision(List<Choice> now, List<Waiting> waiting) {
    public Decision {
      now = List.copyOf(now);
      waiting = List.copyOf(waiting);
    }

    /** When to decide again at the latest, if nothing else happens. */
    public Optional<Instant> next() {
      return waiting.stream().flatMap(one -> one.until().stream()).min(Comparator.naturalOrder());
    }
  }

  /**
   * What budgets allow for a reason at this moment.
   *
   * @param limit how many machines; 0 with the reason why
   * @param spread the window whose opening is spread over its first quarter
   */
  private record Allowance(int limit, String why, Optional<Instant> until, List<Opened> spread) {}

  private record Opened(Instant at, Window window) {}

  /**
   * Decides.
   *
   * @param due each machine once
   * @param fleet how many machines there are
   * @param unavailable how many of them don't serve
   */
  public static Decision decide(
      RepaveSettings settings, Instant now, List<Due> due, int fleet, int unavailable) {
    return new Repave(settings, now, fleet, unavailable).decide(due);
  }

  private Decision decide(List<Due> due) {
    Optional<Freeze> freeze =
        settings.freezes().stream()
            .filter(one -> one.contains(now))
            .max(Comparator.comparing(Freeze::to));
    List<Due> sorted = new ArrayList<>(due);
    sorted.sort(Comparator.comparing(Due::since).thenComparing(Due::address));
    if (freeze.isPresent()) {
      Instant end = freeze.get().to();
      return new Decision(
          List.of(),
          sorted.stream()
              .map(one -> new Waiting(one, "frozen until " + end, Optional.of(end)))
              .toList());
    }
    List<Choice> chosen = new ArrayList<>();
    List<Waiting> waiting = new ArrayList<>();
    Optional<String> domain = Optional.empty();
    for (Due one : sorted) {
      boolean overdue =
          settings.deadline().filter(limit -> !one.since().plus(limit).isAfter(now)).isPresent();
      Optional<Waiting> held = overdue ? Optional.empty() : held(one, chosen.size());
      if (held.isEmpty() && domain.isPresent() && !domain.get().equals(one.domain())) {
        held =
            Optional.of(
                new Waiting(
                    one, "failure domain " + domain.get() + " comes first", Optional.empty()));
      }
      if (held.isPresent()) {
        waiting.add(held.get());
      } else {
        domain = Optional.of(one.domain());
        chosen.add(new Choice(one, overdue));
      }
    }
    return new Decision(chosen, waiting);
  }

  private Optional<Waiting> held(Due due, int chosen) {
    Allowance allowance = allowances.computeIfAbsent(due.reason(), this::allowance);
    if (allowance.limit() <= chosen) {
      return Optional.of(
          new Waiting(
              due,
              allowance.limit() > 0 ? allowance.limit() + " at a time" : allowance.why(),
              allowance.until()));
    }
    for (Opened opened : allowance.spread()) {
      long quarter = opened.window().duration().toMillis() / 4;
      Instant own = opened.at().plusMillis((long) (quarter * Share.of(due.address().toString())));
      if (own.isAfter(now)) {
        return Optional.of(new Waiting(due, "the start of the window is spread", Optional.of(own)));
      }
    }
    return Optional.empty();
  }

  private Allowance allowance(Reason reason) {
    List<Budget> budgets =
        settings.budgets().stream().filter(budget -> budget.isFor(reason)).toList();
    boolean scheduled = budgets.stream().anyMatch(budget -> budget.window().isPresent());
    int limit = Integer.MAX_VALUE;
    List<Opened> spread = new ArrayList<>();
    for (Budget budget : budgets.isEmpty() ? List.of(Budget.USUAL) : budgets) {
      Optional<Instant> opened = budget.window().flatMap(window -> window.openedBefore(now));
      if (budget.window().isEmpty() || opened.isPresent()) {
        limit = Math.min(limit, budget.machines().of(fleet));
      }
      budget
          .window()
          .ifPresent(window -> opened.ifPresent(at -> spread.add(new Opened(at, window))));
    }
    if (scheduled && spread.isEmpty()) {
      return new Allowance(0, "no window is open", nextOpening(budgets), List.of());
    }
    int left = Math.max(0, limit - unavailable);
    return new Allowance(
        left,
        unavailable + " machines that do not serve use up the budget of " + limit,
        Optional.empty(),
        spread);
  }

  private Optional<Instant> nextOpening(List<Budget> budgets) {
    return budgets.stream()
        .flatMap(budget -> budget.window().stream())
        .flatMap(window -> window.nextOpening(now).stream())
        .min(Comparator.naturalOrder());
  }
}
