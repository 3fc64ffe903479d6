package dev.ingot.release.upkeep;

import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.eval.Scope;
import dev.ingot.lang.schema.SettingsBlock;
import dev.ingot.lang.syntax.Body.Block;
import dev.ingot.lang.syntax.Body.BlockSchema;
import dev.ingot.lang.syntax.Body.BodyContent;
import dev.ingot.lang.syntax.Body.BodySchema;
import dev.ingot.release.calendar.Cron;
import dev.ingot.release.calendar.Days;
import dev.ingot.release.calendar.Freeze;
import dev.ingot.release.calendar.Window;
import dev.ingot.release.drift.Reason;
import dev.ingot.release.repave.Budget;
import dev.ingot.release.repave.RepaveSettings;
import dev.ingot.release.repave.Schedule;
import dev.ingot.release.repave.Severity;
import dev.ingot.rollout.RolloutSettings;
import dev.ingot.rollout.core.Amount;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Reads a {@code repave} block. What could never replace a machine is an error. */
final class RepaveReader {
  private static final BodySchema REPAVE =
      new BodySchema(
          SettingsBlock.attributes(
              List.of(), List.of("max_age", "jitter", "reasons", "severity", "deadline")),
          List.of(
              new BlockSchema("budget"), new BlockSchema("freeze"), new BlockSchema("rebuild")));

  private static final BodySchema BUDGET =
      new BodySchema(
          SettingsBlock.attributes(
              List.of("machines"), List.of("reasons", "schedule", "duration", "timezone")),
          List.of());

  private static final BodySchema FREEZE =
      new BodySchema(SettingsBlock.attributes(List.of("from", "to"), List.of()), List.of());

  private static final BodySchema REBUILD =
      new BodySchema(SettingsBlock.attributes(List.of("schedule"), List.of("timezone")), List.of());

  private final Scope scope;
  private final Diagnostics diagnostics;

  RepaveReader(Scope scope, Diagnostics diagnostics) {
    this.scope = scope;
    this.diagnostics = diagnostics;
  }

  RepaveSettings read(Block block, List<RolloutSettings> rollouts) {
    BodyContent content = block.body().content(REPAVE, diagnostics);
    SettingsBlock values = new SettingsBlock(content, scope, diagnostics);
    Optional<Duration> maxAge = UpkeepReader.days(values, "max_age");
    double jitter =
        values.read("jitter", "a share from 0% to below 100%", UpkeepReader::share).orElse(0.1);
    if (jitter >= 1) {
      diagnostics.error(
          "Invalid jitter",
          "With a jitter of 100% a machine may be due at once. Use a smaller share.",
          values.range("jitter"));
    }
    if (rollouts.isEmpty()) {
      diagnostics.error(
          "Repave without a rollout",
          "Machines are replaced by their rollout, but there is no rollout block.",
          block.headerRange());
    }
    Duration longest =
        rollouts.stream()
            .map(one -> one.strategy().timing().progressDeadline())
            .max(Comparator.naturalOrder())
            .orElse(Duration.ZERO);
    maxAge
        .filter(age -> age.toMillis() * (1 - jitter) <= longest.toMillis())
        .ifPresent(
            age ->
                diagnostics.error(
                    "max_age is too short",
                    "Machines would be due again before a rollout has ended: max_age, less its"
                        + " jitter, must be longer than the rollouts' progress_deadline ("
                        + Days.text(longest)
                        + ").",
                    values.range("max_age")));
    List<Budget> budgets = new ArrayList<>();
    content.blocks("budget").forEach(one -> budget(one).ifPresent(budgets::add));
    List<Freeze> freezes = new ArrayList<>();
    content.blocks("freeze").forEach(one -> freeze(one).ifPresent(freezes::add));
    return new RepaveSettings(
        maxAge,
        jitter,
        UpkeepReader.reasons(values, RepaveSettings.POSSIBLE).orElse(RepaveSettings.POSSIBLE),
        values
            .read(
                "severity",
                "\"low\", \"medium\", \"high\" or \"critical\"",
                value -> SettingsBlock.textOf(value).flatMap(Severity::of))
            .orElse(Severity.HIGH),
        UpkeepReader.days(values, "deadline"),
        budgets,
        freezes,
        rebuild(content.blocks("rebuild")));
  }

  private Optional<Schedule> rebuild(List<Block> blocks) {
    if (blocks.size() > 1) {
      diagnostics.error(
          "Duplicate rebuild block",
          "There is already a rebuild block at " + blocks.getFirst().headerRange() + ".",
          blocks.get(1).headerRange());
    }
    if (blocks.isEmpty()) {
      return Optional.empty();
    }
    SettingsBlock values =
        new SettingsBlock(
            blocks.getFirst().body().content(REBUILD, diagnostics), scope, diagnostics);
    ZoneId zone = zone(values).orElse(ZoneOffset.UTC);
    Optional<Schedule> schedule = schedule(values).map(times -> new Schedule(times, zone));
    if (schedule.isPresent() && schedule.get().times().next(Instant.EPOCH, zone).isEmpty()) {
      diagnostics.error(
          "Images never baked again",
          "There is no day on which \"" + schedule.get().times() + "\" comes.",
          values.range("schedule"));
      return Optional.empty();
    }
    return schedule;
  }

  private Optional<Budget> budget(Block block) {
    BodyContent content = block.body().content(BUDGET, diagnostics);
    SettingsBlock values = new SettingsBlock(content, scope, diagnostics);
    Optional<Amount> machines =
        values.read(
            "machines",
            "a number of at least 1 or a share such as \"10%\"; to replace nothing for a while, use"
                + " a freeze block",
            value -> {
              OptionalLong number = SettingsBlock.wholeOf(value);
              return number.isPresent()
                  ? Amount.parse(Long.toString(number.getAsLong()))
                  : SettingsBlock.textOf(value).flatMap(Amount::parse);
            });
    Set<Reason> reasons = UpkeepReader.reasons(values, RepaveSettings.POSSIBLE).orElse(Set.of());
    Optional<Cron> schedule = schedule(values);
    Optional<Duration> duration = UpkeepReader.days(values, "duration");
    Optional<ZoneId> zone = zone(values);
    if (content.attributes().containsKey("schedule")
        != content.attributes().containsKey("duration")) {
      diagnostics.error(
          "Incomplete window",
          "A window needs both: schedule says when it opens, duration how long it stays open.",
          block.headerRange());
      return Optional.empty();
    }
    if (schedule.isEmpty() && content.attributes().containsKey("timezone")) {
      diagnostics.error(
          "Time zone without a schedule",
          "There is no schedule for this time zone.",
          values.range("timezone"));
    }
    if (duration.filter(Duration::isZero).isPresent()) {
      diagnostics.error(
          "Window never open", "The duration must be above zero.", values.range("duration"));
      return Optional.empty();
    }
    Optional<Window> window =
        schedule.flatMap(
            opens -> duration.map(span -> new Window(opens, span, zone.orElse(ZoneOffset.UTC))));
    if (window.isPresent() && window.get().nextOpening(Instant.EPOCH).isEmpty()) {
      diagnostics.error(
          "Window never opens",
          "There is no day on which \"" + schedule.get() + "\" comes.",
          values.range("schedule"));
      return Optional.empty();
    }
    return machines.map(amount -> new Budget(amount, reasons, window));
  }

  private Optional<Cron> schedule(SettingsBlock values) {
    Optional<String> text = values.text("schedule");
    try {
      return text.isEmpty() ? Optional.empty() : Optional.of(Cron.parse(text.get()));
    } catch (Cron.Malformed e) {
      diagnostics.error(
          "Invalid schedule",
          "\"" + text.get() + "\" is no schedule: " + e.getMessage() + ".",
          values.range("schedule"));
      return Optional.empty();
    }
  }

  private Optional<ZoneId> zone(SettingsBlock values) {
    Optional<String> text = values.text("timezone");
    try {
      return text.map(ZoneId::of);
    } catch (DateTimeException e) {
      diagnostics.error(
          "Unknown time zone",
          "There is no time zone \""
              + text.orElse("")
              + "\". Name it as in the tz database, such as \"Europe/Berlin\" or \"UTC\".",
          values.range("timezone"));
      return Optional.empty();
    }
  }

  private Optional<Freeze> freeze(Block block) {
    SettingsBlock values =
        new SettingsBlock(block.body().content(FREEZE, diagnostics), scope, diagnostics);
    Optional<Instant> from = moment(values, "from");
    Optional<Instant> to = moment(values, "to");
    if (from.isPresent() && to.isPresent() && !to.get().isAfter(from.get())) {
      diagnostics.error(
          "Freeze inside out",
          "It ends (" + to.get() + ") before it begins (" + from.get() + ").",
          values.range("to"));
      return Optional.empty();
    }
    return from.flatMap(begin -> to.map(end -> new Freeze(begin, end)));
  }

  private static Optional<Instant> moment(SettingsBlock values, String name) {
    return values.read(
        name,
        "a time with its offset, such as \"2026-12-20T00:00:00Z\" or \"2026-12-20T00:00:00+01:00\"",
        value ->
            SettingsBlock.textOf(value)
                .flatMap(
                    text -> {
                      try {
                        return Optional.of(OffsetDateTime.parse(text).toInstant());
                      } catch (DateTimeException e) {
                        return Optional.empty();
                      }
                    }));
  }
}
