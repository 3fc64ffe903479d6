package dev.ingot.deploy.configuration;

import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceFile;
import dev.ingot.lang.SourceRange;
import dev.ingot.lang.syntax.Body;
import dev.ingot.lang.syntax.Body.Attribute;
import dev.ingot.lang.syntax.Body.AttributeSchema;
import dev.ingot.lang.syntax.Body.Block;
import dev.ingot.lang.syntax.Body.BlockSchema;
import dev.ingot.lang.syntax.Body.BodyContent;
import dev.ingot.lang.syntax.Body.BodySchema;
import dev.ingot.lang.syntax.Expression;
import dev.ingot.lang.syntax.Syntax;
import dev.ingot.lang.syntax.Traversal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads the test files of a configuration: those of the root module's folder and of the folder of
 * tests. Their own providers, mocks and overrides are not supported yet and are reported. Rules:
 * the recorded behaviour of Terraform 1.11.
 */
public final class TestFileReader {
  private static final List<String> UNSUPPORTED =
      List.of("provider", "mock_provider", "override_resource", "override_data", "override_module");
  private static final Set<String> NEVER_CHECKED =
      Set.of("local", "path", "terraform", "count", "each", "self");
  private static final BodySchema FILE =
      new BodySchema(
          List.of(),
          List.of(
              new BlockSchema("run", "name"),
              new BlockSchema("variables"),
              new BlockSchema("test"),
              new BlockSchema("provider", "name"),
              new BlockSchema("mock_provider", "name"),
              new BlockSchema("override_resource"),
              new BlockSchema("override_data"),
              new BlockSchema("override_module")));
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
              new BlockSchema("override_resource"),
              new BlockSchema("override_data"),
              new BlockSchema("override_module")));
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
          List.of(new AttributeSchema("source", true), new AttributeSchema("version", false)),
          List.of());

  private static final BodySchema PROVIDER =
      new BodySchema(List.of(new AttributeSchema("version", false)), List.of());

  private final Diagnostics diagnostics;
  private final boolean toRun;

  /**
   * @param toRun whether unsupported features are errors
   */
  private TestFileReader(Diagnostics diagnostics, boolean toRun) {
    this.diagnostics = diagnostics;
    this.toRun = toRun;
  }

  /**
   * Checks all, in the order of their paths, without preparing to run them.
   *
   * @param folder the folder of tests, relative to the root module
   */
  public static void check(ConfigurationSource source, String folder, Diagnostics diagnostics)
      throws IOException {
    read(source, folder, diagnostics, false);
  }

  /**
   * Reads all, in the order of their paths.
   *
   * @param folder the folder of tests, relative to the root module
   */
  public static List<TestFile> read(
      ConfigurationSource source, String folder, Diagnostics diagnostics) throws IOException {
    return read(source, folder, diagnostics, true);
  }

  private static List<TestFile> read(
      ConfigurationSource source, String folder, Diagnostics diagnostics, boolean toRun)
      throws IOException {
    TreeSet<String> paths = new TreeSet<>();
    for (String place : List.of("", folder)) {
      for (String name : source.files(place).orElse(List.of())) {
        if (name.endsWith(".tftest.hcl") || name.endsWith(".tftest.json")) {
          paths.add(place.isEmpty() ? name : place + "/" + name);
        }
      }
    }
    List<TestFile> files = new ArrayList<>();
    for (String path : paths) {
      files.add(
          new TestFileReader(diagnostics, toRun).file(new SourceFile(path, source.read(path))));
    }
    return files;
  }

  private TestFile file(SourceFile file) {
    Body body =
        file.name().endsWith(".json")
            ? Syntax.parseJson(file, diagnostics)
            : Syntax.parse(file, diagnostics);
    BodyContent content = body.content(FILE, diagnostics);
    Map<String, Attribute> variables = new LinkedHashMap<>();
    List<TestRun> runs = new ArrayList<>();
    Map<String, SourceRange> names = new HashMap<>();
    for (Block block : content.blocks()) {
      if (UNSUPPORTED.contains(block.type())) {
        unsupported(block);
      } else if (block.type().equals("variables")) {
        variables.putAll(block.body().attributes(diagnostics));
      } else if (block.type().equals("run")) {
        TestRun run = run(block);
        SourceRange earlier = names.putIfAbsent(run.name(), run.declaration());
        if (earlier != null) {
          diagnostics.error(
              "Duplicate \"run\" block names",
              "This test file already has a run named "
                  + run.name()
                  + " block defined at "
                  + earlier
                  + ".",
              block.headerRange());
        }
        runs.add(run);
      }
    }
    return new TestFile(file.name(), variables, runs);
  }

  private void unsupported(Block block) {
    if (block.type().equals("provider")) {
      Attribute version =
          block.body().partialContent(PROVIDER, diagnostics).content().attributes().get("version");
      if (version != null) {
        diagnostics.error(
            "Version constraints are not allowed in test files",
            "Version constraints inside provider configuration blocks are not allowed in test"
                + " files. Move the constraint to the required_providers block of the"
                + " configuration that uses this provider.",
            version.expression().range());
      }
    }
    if (!toRun) {
      return;
    }
    diagnostics.error(
        "Unsupported block type",
        "Blocks of type \"" + block.type() + "\" are not supported in test files yet.",
        block.headerRange());
  }

  private TestRun run(Block block) {
    String name = block.labels().getFirst();
    Names.check("run block", name, block.labelRanges().getFirst(), diagnostics);
    BodyContent content = block.body().content(RUN, diagnostics);
    content.blocks().stream()
        .filter(inner -> UNSUPPORTED.contains(inner.type()))
        .forEach(this::unsupported);
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
        new ConditionReader(diagnostics).read(content.blocks("assert"), "assert"),
        checkable(references(expected)),
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

  /** Only objects with conditions can be expected to fail. */
  private List<Traversal> checkable(List<Traversal> expected) {
    if (toRun) {
      return expected;
    }
    for (Traversal each : expected) {
      if (NEVER_CHECKED.contains(each.root())) {
        diagnostics.error(
            "Invalid `expect_failures` reference",
            "You cannot expect failures from "
                + ResourceConfiguration.keyOf(each)
                + ". You can only expect failures from checkable objects such as input variables,"
                + " output values, check blocks, managed resources and data sources.",
            each.range());
      }
    }
    return expected;
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
                + " refresh-only.",
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
    Optional<String> text =
        Optional.ofNullable(source).flatMap(found -> Constants.text(found, diagnostics));
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
