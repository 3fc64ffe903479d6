package dev.ingot.rollout.configuration;

import dev.ingot.address.ResourceAddress;
import dev.ingot.health.CheckReader;
import dev.ingot.health.HealthCheck;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.DurationText;
import dev.ingot.lang.SourceRange;
import dev.ingot.lang.eval.Scope;
import dev.ingot.lang.schema.SettingsBlock;
import dev.ingot.lang.syntax.Body;
import dev.ingot.lang.syntax.Body.Block;
import dev.ingot.lang.syntax.Body.BodyContent;
import dev.ingot.lang.syntax.Body.BodySchema;
import dev.ingot.lang.syntax.Expression;
import dev.ingot.lang.syntax.Traversal;
import dev.ingot.lang.value.Value;
import dev.ingot.rollout.RolloutSettings;
import dev.ingot.rollout.core.Strategy;
import dev.ingot.rollout.core.Strategy.Amount;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads {@code rollout} blocks. */
public final class RolloutReader {
  /** The header of the block in a file. */
  public static final Body.BlockSchema BLOCK = new Body.BlockSchema("rollout", "name");

  private static final BodySchema ROLLOUT =
      new BodySchema(
          SettingsBlock.attributes(
              List.of("target"),
              List.of(
                  "strategy",
                  "max_unavailable",
                  "waves",
                  "min_healthy_time",
                  "healthy_deadline",
                  "progress_deadline",
                  "auto_revert")),
          List.of(CheckReader.BLOCK));

  private static final String AMOUNT = "a number of at least 1 or a share such as \"25%\"";

  private RolloutReader() {}

  /** Reads the blocks of all files; invalid ones are reported and left out. */
  public static List<RolloutSettings> read(
      List<Block> blocks, Scope scope, Diagnostics diagnostics) {
    List<RolloutSettings> settings = new ArrayList<>();
    Map<ResourceAddress, Block> byTarget = new HashMap<>();
    for (Block block : blocks) {
      Optional<RolloutSettings> read = read(block, scope, diagnostics);
      read.ifPresent(
          rollout -> {
            Block before = byTarget.putIfAbsent(rollout.target(), block);
            if (before != null) {
              diagnostics.error(
                  "Two rollouts of one resource",
                  rollout.target()
                      + " has a rollout already, at "
                      + before.headerRange()
                      + ". Keep only one.",
                  block.headerRange());
            } else {
              settings.add(rollout);
            }
          });
    }
    return settings;
  }

  private static Optional<RolloutSettings> read(Block block, Scope scope, Diagnostics diagnostics) {
    BodyContent content = block.body().content(ROLLOUT, diagnostics);
    SettingsBlock values = new SettingsBlock(content, scope, diagnostics);
    Optional<ResourceAddress> target = target(content, diagnostics);
    values
        .text("strategy")
        .filter(strategy -> !strategy.equals("rolling"))
        .ifPresent(
            strategy ->
                diagnostics.error(
                    "Unknown strategy",
                    "There is no strategy \""
                        + strategy
                        + "\". The only one so far is \"rolling\".",
                    values.range("strategy")));
    Strategy strategy =
        new Strategy(
            values
                .read("max_unavailable", AMOUNT, RolloutReader::amount)
                .orElse(new Amount.Count(1)),
            values
                .readAll("waves", "a list, each " + AMOUNT, RolloutReader::amount)
                .orElse(List.of()),
            values.duration("min_healthy_time").orElse(Duration.ofSeconds(10)),
            values.duration("healthy_deadline").orElse(Duration.ofMinutes(5)),
            values.duration("progress_deadline").orElse(Duration.ofMinutes(10)),
            values.truth("auto_revert").orElse(true));
    if (strategy.minHealthyTime().compareTo(strategy.healthyDeadline()) >= 0) {
      diagnostics.error(
          "No machine could become healthy",
          "min_healthy_time ("
              + DurationText.text(strategy.minHealthyTime())
              + ") must be shorter than healthy_deadline ("
              + DurationText.text(strategy.healthyDeadline())
              + ").",
          block.headerRange());
    }
    List<HealthCheck> checks =
        new CheckReader(scope, diagnostics).read(content.blocks(CheckReader.BLOCK.type()));
    return target.map(
        address ->
            new RolloutSettings(
                block.labels().getFirst(), address, strategy, checks, block.headerRange()));
  }

  private static Optional<Amount> amount(Value value) {
    OptionalLong number = SettingsBlock.wholeOf(value);
    return number.isPresent()
        ? Amount.parse(Long.toString(number.getAsLong()))
        : SettingsBlock.textOf(value).flatMap(Amount::parse);
  }

  private static Optional<ResourceAddress> target(BodyContent content, Diagnostics diagnostics) {
    Body.Attribute attribute = content.attributes().get("target");
    if (attribute == null) {
      return Optional.empty();
    }
    if (attribute.expression()
            instanceof Expression.ScopeTraversal(Traversal traversal, SourceRange _)
        && traversal.steps().size() == 1
        && traversal.steps().getFirst()
            instanceof Traversal.Attribute(String name, SourceRange _)) {
      return Optional.of(ResourceAddress.managed(traversal.root(), name));
    }
    diagnostics.error(
        "Invalid rollout target",
        "A rollout is of a whole resource: write its type and name, as in ingot_machine.web.",
        attribute.expression().range());
    return Optional.empty();
  }
}
