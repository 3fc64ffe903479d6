package dev.ingot.release.upkeep;

import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.eval.Scope;
import dev.ingot.lang.schema.SettingsBlock;
import dev.ingot.lang.syntax.Body.Block;
import dev.ingot.lang.syntax.Body.BlockSchema;
import dev.ingot.lang.syntax.Body.BodyContent;
import dev.ingot.lang.syntax.Body.BodySchema;
import dev.ingot.release.calendar.Days;
import dev.ingot.release.drift.DriftSettings;
import dev.ingot.release.drift.Reason;
import dev.ingot.release.repair.RepairSettings;
import dev.ingot.rollout.RolloutSettings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads the blocks {@code drift}, {@code repair}, {@code repave} and {@code retain}. */
public final class UpkeepReader {
  private static final String DRIFT = "drift";
  private static final String REPAIR = "repair";
  private static final String REPAVE = "repave";
  private static final String RETAIN = "retain";

  /** The headers of the blocks in a file. */
  public static final List<BlockSchema> BLOCKS =
      List.of(
          new BlockSchema(DRIFT),
          new BlockSchema(REPAIR),
          new BlockSchema(REPAVE),
          new BlockSchema(RETAIN));

  private static final BodySchema IN_DRIFT =
      new BodySchema(SettingsBlock.attributes(List.of(), List.of("ignore")), List.of());

  private static final BodySchema IN_REPAIR =
      new BodySchema(
          SettingsBlock.attributes(
              List.of(), List.of("reasons", "backoff", "longest_backoff", "most_per_day")),
          List.of());

  private final Scope scope;
  private final Diagnostics diagnostics;

  private UpkeepReader(Scope scope, Diagnostics diagnostics) {
    this.scope = scope;
    this.diagnostics = diagnostics;
  }

  /**
   * Reads the blocks of all files; errors are reported.
   *
   * @param rollouts the rollouts of the same files, which replace machines
   */
  public static Upkeep read(
      List<Block> blocks, List<RolloutSettings> rollouts, Scope scope, Diagnostics diagnostics) {
    UpkeepReader reader = new UpkeepReader(scope, diagnostics);
    RepaveReader repave = new RepaveReader(scope, diagnostics);
    return new Upkeep(
        reader.one(blocks, DRIFT).map(reader::drift).orElse(DriftSettings.NONE),
        reader.one(blocks, REPAIR).map(reader::repair),
        reader.one(blocks, REPAVE).map(block -> repave.read(block, rollouts)),
        new RetainReader(scope, diagnostics)
            .read(blocks.stream().filter(block -> block.type().equals(RETAIN)).toList()));
  }

  private Optional<Block> one(List<Block> blocks, String type) {
    List<Block> all = blocks.stream().filter(block -> block.type().equals(type)).toList();
    if (all.size() > 1) {
      diagnostics.error(
          "Duplicate " + type + " block",
          "There is already a " + type + " block at " + all.getFirst().headerRange() + ".",
          all.get(1).headerRange());
    }
    return all.stream().findFirst();
  }

  private DriftSettings drift(Block block) {
    SettingsBlock values = values(block, IN_DRIFT);
    return new DriftSettings(
        values
            .readAll(
                "ignore",
                "a list of attributes, such as \"aws_instance.web.tags\" or \"*.tags.owner\"",
                value -> SettingsBlock.textOf(value).flatMap(DriftSettings.Ignored::parse))
            .orElse(List.of()));
  }

  private RepairSettings repair(Block block) {
    SettingsBlock values = values(block, IN_REPAIR);
    RepairSettings usual = RepairSettings.USUAL;
    Duration backoff = values.duration("backoff").orElse(usual.backoff());
    Duration longest = values.duration("longest_backoff").orElse(usual.longestBackoff());
    if (backoff.isZero()) {
      diagnostics.error(
          "No back-off",
          "A machine that drifts again at once would be replaced for ever: backoff must be above"
              + " zero.",
          values.range("backoff"));
    }
    if (longest.compareTo(backoff) < 0) {
      diagnostics.error(
          "Back-off inside out",
          "longest_backoff must not be shorter than backoff (" + Days.text(backoff) + ").",
          values.range("longest_backoff"));
    }
    return new RepairSettings(
        reasons(values, RepairSettings.POSSIBLE).orElse(usual.reasons()),
        backoff,
        longest,
        whole(values, "most_per_day", 1).orElse(usual.mostPerDay()));
  }

  private SettingsBlock values(Block block, BodySchema schema) {
    BodyContent content = block.body().content(schema, diagnostics);
    return new SettingsBlock(content, scope, diagnostics);
  }

  static Optional<Integer> whole(SettingsBlock values, String name, int least) {
    return values.read(
        name,
        "a whole number of at least " + least,
        value ->
            SettingsBlock.wholeOf(value).stream()
                .filter(number -> number >= least && number <= 100_000)
                .mapToObj(number -> (int) number)
                .findFirst());
  }

  /** A span of time that may be given in days. */
  static Optional<Duration> days(SettingsBlock values, String name) {
    return values.read(
        name,
        "a span of time, such as \"30d\", \"12h\" or \"1d12h\"",
        value -> SettingsBlock.textOf(value).flatMap(Days::parse));
  }

  /** A share from 0 to 1, given as a percentage. */
  static Optional<Double> share(dev.ingot.lang.value.Value value) {
    return SettingsBlock.textOf(value)
        .filter(text -> text.endsWith("%"))
        .flatMap(
            text -> {
              try {
                double percent = Double.parseDouble(text.substring(0, text.length() - 1));
                return percent >= 0 && percent <= 100
                    ? Optional.of(percent / 100)
                    : Optional.<Double>empty();
              } catch (NumberFormatException e) {
                return Optional.empty();
              }
            });
  }

  static Optional<Set<Reason>> reasons(SettingsBlock values, Set<Reason> possible) {
    Function<dev.ingot.lang.value.Value, Optional<Reason>> reader =
        value -> SettingsBlock.textOf(value).flatMap(Reason::of).filter(possible::contains);
    return values
        .readAll(
            "reasons",
            "a list of "
                + possible.stream()
                    .map(reason -> "\"" + reason.word() + "\"")
                    .sorted()
                    .collect(Collectors.joining(", ")),
            reader)
        .map(Set::copyOf);
  }
}
