package dev.ingot.rollout.configuration;

import dev.ingot.address.ConfigResource;
import dev.ingot.address.ResourceMode;
import dev.ingot.health.Check;
import dev.ingot.health.CheckReader;
import dev.ingot.health.HealthCheck;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceRange;
import dev.ingot.lang.eval.Scope;
import dev.ingot.lang.schema.SettingsBlock;
import dev.ingot.lang.syntax.Body.Attribute;
import dev.ingot.lang.syntax.Body.Block;
import dev.ingot.lang.syntax.Body.BlockSchema;
import dev.ingot.lang.syntax.Body.BodyContent;
import dev.ingot.lang.syntax.Body.BodySchema;
import dev.ingot.lang.syntax.Expression;
import dev.ingot.lang.syntax.Traversal;
import dev.ingot.rollout.LastWords;
import dev.ingot.rollout.RolloutSettings;
import dev.ingot.rollout.RolloutSettings.Target;
import dev.ingot.rollout.SliceOrder;
import dev.ingot.rollout.analysis.Analysis;
import dev.ingot.rollout.core.Strategy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code rollout} blocks. */
public final class RolloutReader {
  /** The header of the block in a file. */
  public static final BlockSchema BLOCK = new BlockSchema("rollout", "name");

  private static final BlockSchema LAST_WORDS = new BlockSchema("last_words");
  private static final BlockSchema DELEGATED = new BlockSchema("delegated");
  private static final List<String> OWN =
      List.of("target", "targets", "order", "order_by", "spread_by");
  private static final Duration READY_INTERVAL = Duration.ofSeconds(5);

  private static final BodySchema ROLLOUT =
      new BodySchema(
          SettingsBlock.attributes(List.of(), all()),
          List.of(
              CheckReader.BLOCK, StrategyReader.STEP, AnalysisReader.BLOCK, LAST_WORDS, DELEGATED));

  private final Scope scope;
  private final Diagnostics diagnostics;

  private RolloutReader(Scope scope, Diagnostics diagnostics) {
    this.scope = scope;
    this.diagnostics = diagnostics;
  }

  private static List<String> all() {
    List<String> all = new ArrayList<>(OWN);
    all.addAll(StrategyReader.ATTRIBUTES);
    return all;
  }

  /** Reads the blocks of all files; invalid ones are reported and left out. */
  public static List<RolloutSettings> read(
      List<Block> blocks, Scope scope, Diagnostics diagnostics) {
    RolloutReader reader = new RolloutReader(scope, diagnostics);
    List<RolloutSettings> settings = new ArrayList<>();
    Map<ConfigResource, SourceRange> claimed = new HashMap<>();
    Map<String, SourceRange> names = new HashMap<>();
    for (Block block : blocks) {
      Optional<RolloutSettings> read = reader.read(block);
      if (read.isEmpty()) {
        continue;
      }
      RolloutSettings rollout = read.get();
      SourceRange named = names.putIfAbsent(rollout.name(), block.headerRange());
      if (named != null) {
        diagnostics.error(
            "Two rollouts of one name",
            "\"" + rollout.name() + "\" is a rollout already, at " + named + ".",
            block.headerRange());
      }
      boolean own = true;
      for (Target target : rollout.targets()) {
        SourceRange before = claimed.putIfAbsent(target.resource(), block.headerRange());
        if (before != null) {
          own = false;
          diagnostics.error(
              "Two rollouts of one resource",
              target.resource() + " has a rollout already, at " + before + ". Keep only one.",
              block.headerRange());
        }
      }
      if (own && named == null) {
        settings.add(rollout);
      }
    }
    return settings;
  }

  private Optional<RolloutSettings> read(Block block) {
    BodyContent content = block.body().content(ROLLOUT, diagnostics);
    List<Target> targets = targets(block, content);
    Optional<Delegated> delegated = delegated(content);
    Optional<Analysis> analysis = analysis(content);
    Strategy strategy =
        new StrategyReader(block, content, scope, diagnostics)
            .read(delegated.map(Delegated::deadline), analysis);
    List<HealthCheck> checks =
        new ArrayList<>(
            new CheckReader(scope, diagnostics).read(content.blocks(CheckReader.BLOCK.type())));
    delegated.ifPresent(group -> checks.add(group.ready()));
    SliceOrder order = order(content);
    Optional<LastWords> lastWords = lastWords(content);
    return targets.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new RolloutSettings(
                block.labels().getFirst(),
                targets,
                strategy,
                order,
                checks,
                analysis,
                lastWords,
                block.headerRange()));
  }

  private record Delegated(HealthCheck ready, Duration deadline) {}

  private Optional<Delegated> delegated(BodyContent content) {
    Optional<BodyContent> found =
        single(content, DELEGATED, List.of("ready"), List.of("deadline", "interval"));
    if (found.isEmpty() || !found.get().attributes().containsKey("ready")) {
      return Optional.empty();
    }
    SettingsBlock values = new SettingsBlock(found.get(), scope, diagnostics);
    Expression ready = found.get().attributes().get("ready").expression();
    return Optional.of(
        new Delegated(
            new HealthCheck(
                new Check.Condition(ready, scope, CheckReader.DEFAULT_TIMEOUT),
                values.duration("interval").orElse(READY_INTERVAL)),
            values.duration("deadline").orElse(Duration.ofMinutes(10))));
  }

  private Optional<Analysis> analysis(BodyContent content) {
    List<Block> blocks = content.blocks(AnalysisReader.BLOCK.type());
    if (blocks.size() > 1) {
      diagnostics.error(
          "Duplicate analysis block", "A rollout has at most one.", blocks.get(1).headerRange());
    }
    return blocks.stream().findFirst().map(new AnalysisReader(scope, diagnostics)::read);
  }

  private Optional<LastWords> lastWords(BodyContent content) {
    Optional<BodyContent> found =
        single(content, LAST_WORDS, List.of(), List.of("command", "value", "timeout"));
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Optional<Attribute> command = Optional.ofNullable(found.get().attributes().get("command"));
    Optional<Attribute> value = Optional.ofNullable(found.get().attributes().get("value"));
    if (command.isPresent() == value.isPresent()) {
      diagnostics.error(
          "Source of last words",
          "last_words needs either command or value.",
          content.blocks(LAST_WORDS.type()).getFirst().headerRange());
      return Optional.empty();
    }
    Duration timeout =
        new SettingsBlock(found.get(), scope, diagnostics)
            .duration("timeout")
            .orElse(Duration.ofSeconds(10));
    return value
        .<LastWords>map(it -> new LastWords.Attribute(it.expression(), scope))
        .or(
            () ->
                command.map(
                    it ->
                        new LastWords.Output(new Check.Command(it.expression(), scope, timeout))));
  }

  private Optional<BodyContent> single(
      BodyContent content, BlockSchema schema, List<String> required, List<String> optional) {
    List<Block> blocks = content.blocks(schema.type());
    if (blocks.size() > 1) {
      diagnostics.error(
          "Duplicate " + schema.type() + " block",
          "A rollout has at most one.",
          blocks.get(1).headerRange());
    }
    return blocks.isEmpty()
        ? Optional.empty()
        : Optional.of(
            blocks
                .getFirst()
                .body()
                .content(
                    new BodySchema(SettingsBlock.attributes(required, optional), List.of()),
                    diagnostics));
  }

  private SliceOrder order(BodyContent content) {
    SettingsBlock values = new SettingsBlock(content, scope, diagnostics);
    Optional<String> word = values.text("order");
    boolean oldest = word.filter(it -> it.equals("oldest_first")).isPresent();
    if (word.isPresent() && !oldest && !word.get().equals("address")) {
      diagnostics.error(
          "Unknown order",
          "There is no order \""
              + word.get()
              + "\". The orders are \"address\" and \"oldest_first\".",
          values.range("order"));
    }
    Optional<Expression> by = expression(content, "order_by");
    if (by.isPresent() && word.isPresent()) {
      diagnostics.error("Two orders", "Use either order or order_by.", values.range("order_by"));
    }
    return new SliceOrder(by, oldest, expression(content, "spread_by"), scope);
  }

  private static Optional<Expression> expression(BodyContent content, String name) {
    return Optional.ofNullable(content.attributes().get(name)).map(Attribute::expression);
  }

  private List<Target> targets(Block block, BodyContent content) {
    Optional<Expression> one = expression(content, "target");
    Optional<Expression> several = expression(content, "targets");
    if (one.isPresent() == several.isPresent()) {
      diagnostics.error(
          "Rollout target",
          "A rollout needs either target or targets: the resources whose instances it replaces.",
          block.headerRange());
      return List.of();
    }
    if (one.isPresent()) {
      return target(one.get()).stream().toList();
    }
    if (!(several.get() instanceof Expression.TupleConstructor tuple)
        || tuple.elements().isEmpty()) {
      diagnostics.error(
          "Invalid rollout target",
          "targets is a list of resources, as in [aws_instance.a, aws_instance.b].",
          several.get().range());
      return List.of();
    }
    List<Target> targets = new ArrayList<>();
    for (Expression each : tuple.elements()) {
      Optional<Target> target = target(each);
      if (target.isPresent()
          && targets.stream()
              .anyMatch(before -> before.resource().equals(target.get().resource()))) {
        diagnostics.error(
            "Invalid rollout target", target.get().resource() + " is listed twice.", each.range());
      } else {
        target.ifPresent(targets::add);
      }
    }
    return targets;
  }

  private Optional<Target> target(Expression expression) {
    List<String> names = new ArrayList<>();
    boolean plain = false;
    if (expression instanceof Expression.ScopeTraversal(Traversal traversal, SourceRange _)) {
      names.add(traversal.root());
      plain = true;
      for (Traversal.Step step : traversal.steps()) {
        if (step instanceof Traversal.Attribute(String name, SourceRange _)) {
          names.add(name);
        } else {
          plain = false;
        }
      }
    }
    List<String> modules = new ArrayList<>();
    int at = 0;
    while (names.size() - at >= 2 && names.get(at).equals("module")) {
      modules.add(names.get(at + 1));
      at += 2;
    }
    if (!plain || names.size() - at != 2 || names.get(at).equals("data")) {
      diagnostics.error(
          "Invalid rollout target",
          "A rollout is of a whole resource: write its type and name, as in ingot_machine.web or"
              + " module.web.aws_instance.this.",
          expression.range());
      return Optional.empty();
    }
    return Optional.of(
        new Target(
            new ConfigResource(modules, ResourceMode.MANAGED, names.get(at), names.get(at + 1)),
            expression.range()));
  }
}
