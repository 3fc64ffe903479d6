package dev.ingot.deploy.configuration;

import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.syntax.Body.Attribute;
import dev.ingot.lang.syntax.Body.AttributeSchema;
import dev.ingot.lang.syntax.Body.Block;
import dev.ingot.lang.syntax.Body.BlockSchema;
import dev.ingot.lang.syntax.Body.BodyContent;
import dev.ingot.lang.syntax.Body.BodySchema;
import dev.ingot.lang.syntax.Expression;
import dev.ingot.lang.syntax.Traversal;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code run} blocks. Rules: the recorded behaviour of Terraform 1.11. */
final class TestRunReader {
  private static final BodySchema RUN =
      new BodySchema(
          List.of(
              new AttributeSchema("command", false),
              new AttributeSchema("providers", false),
              new AttributeSchema("expect_failures", false),
              new AttributeSchema("state_key", false),
              new AttributeSchema("parallel", false)),
          List.of(
              new BlockSchema("plan_options"),
              new BlockSchema("assert"),
              new BlockSchema("variables"),
              new BlockSchema("module"),
              new BlockSchema(OverrideReader.RESOURCE),
              new BlockSchema(OverrideReader.DATA),
              new BlockSchema(OverrideReader.MODULE)));
  private static final BodySchema OPTIONS =
      new BodySchema(
          List.of(
              new AttributeSchema("mode", false),
              new AttributeSchema("refresh", false),
              new AttributeSchema("replace", false),
              new AttributeSchema("target", false)),
          List.of());
  private static final BodySchema MODULE =
      new BodySchema(
          List.of(new AttributeSchema("source", false), new AttributeSchema("version", false)),
          List.of());

  private final Diagnostics diagnostics;
  private final boolean parallelByDefault;

  /**
   * @param parallelByDefault what the file says of runs that don't say themselves
   */
  TestRunReader(Diagnostics diagnostics, boolean parallelByDefault) {
    this.diagnostics = diagnostics;
    this.parallelByDefault = parallelByDefault;
  }

  TestRun read(Block block) {
    String name = block.labels().getFirst();
    Names.check("run block", name, block.labelRanges().getFirst(), diagnostics);
    BodyContent content = block.body().content(RUN, diagnostics);
    OverrideReader overrides = new OverrideReader(diagnostics, false);
    content.blocks().forEach(overrides::read);
    Attribute providers = content.attributes().get("providers");
    Attribute stateKey = content.attributes().get("state_key");
    Attribute parallel = content.attributes().get("parallel");
    Map<String, Attribute> variables = new LinkedHashMap<>();
    content
        .blocks("variables")
        .forEach(inner -> variables.putAll(inner.body().attributes(diagnostics)));
    Map<String, Attribute> options = new HashMap<>();
    content
        .blocks("plan_options")
        .forEach(inner -> options.putAll(inner.body().content(OPTIONS, diagnostics).attributes()));
    Attribute expected = content.attributes().get("expect_failures");
    boolean refreshOnly = refreshOnly(options);
    return new TestRun(
        name,
        applies(content),
        refreshOnly,
        refreshes(options.get("refresh"), refreshOnly),
        references(options.get("target")),
        references(options.get("replace")),
        variables,
        providers == null
            ? Map.of()
            : new ModuleCallReader(diagnostics, (_, _, _) -> Optional.empty(), true)
                .providers(providers.expression()),
        overrides.overrides(),
        stateKey == null ? Optional.empty() : Constants.text(stateKey, diagnostics),
        parallel == null ? parallelByDefault : Constants.truth(parallel, diagnostics).orElse(false),
        new ConditionReader(diagnostics).read(content.blocks("assert"), "assert"),
        references(expected),
        module(content),
        block.headerRange());
  }

  private boolean refreshes(
      @org.jspecify.annotations.Nullable Attribute refresh, boolean refreshOnly) {
    boolean refreshes = refresh == null || Constants.truth(refresh, diagnostics).orElse(true);
    if (refresh != null && !refreshes && refreshOnly) {
      diagnostics.error(
          "Incompatible plan options",
          "The \"refresh\" option cannot be set to false when running a test in \"refresh-only\""
              + " mode.",
          refresh.range());
    }
    return refreshes;
  }

  private List<Traversal> references(@org.jspecify.annotations.Nullable Attribute attribute) {
    return attribute == null
        ? List.of()
        : StaticTraversals.references(attribute.expression(), diagnostics);
  }

  private boolean applies(BodyContent content) {
    Attribute command = content.attributes().get("command");
    if (command == null) {
      return true;
    }
    return switch (keyword(command.expression())) {
      case "apply" -> true;
      case "plan" -> false;
      default -> {
        diagnostics.error(
            "Invalid \"command\" keyword",
            "The \"command\" argument requires one of the following keywords without quotes: apply"
                + " or plan.",
            command.expression().range());
        yield true;
      }
    };
  }

  private boolean refreshOnly(Map<String, Attribute> options) {
    Attribute mode = options.get("mode");
    if (mode == null) {
      return false;
    }
    return switch (keyword(mode.expression())) {
      case "normal" -> false;
      case "refresh-only" -> true;
      default -> {
        diagnostics.error(
            "Invalid \"mode\" keyword",
            "The \"mode\" argument requires one of the following keywords without quotes: normal or"
                + " refresh-only",
            mode.expression().range());
        yield false;
      }
    };
  }

  private static String keyword(Expression expression) {
    return StaticTraversals.keyword(expression).orElse("");
  }

  private Optional<String> module(BodyContent content) {
    List<Block> blocks = content.blocks("module");
    if (blocks.isEmpty()) {
      return Optional.empty();
    }
    Block block = blocks.getFirst();
    Attribute source = block.body().content(MODULE, diagnostics).attributes().get("source");
    if (source == null) {
      diagnostics.error(
          "Missing \"source\" attribute for module block",
          "You must specify a source attribute when executing alternate modules during test"
              + " executions.",
          block.headerRange());
      return Optional.empty();
    }
    Optional<String> text = Constants.text(source, diagnostics);
    if (text.isPresent() && !text.get().startsWith("./") && !text.get().startsWith("../")) {
      diagnostics.add(
          Diagnostic.error(
              "Invalid module source address",
              "Only modules on this machine can be run: give a path that begins with \"./\" or"
                  + " \"../\".",
              block.headerRange()));
    }
    return text;
  }
}
