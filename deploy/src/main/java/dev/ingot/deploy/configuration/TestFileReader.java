package dev.ingot.deploy.configuration;

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
import dev.ingot.lang.syntax.Syntax;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Reads the test files of a configuration: those of the root module's folder and of the folder of
 * tests. Rules: the recorded behaviour of Terraform 1.11; of files for OpenTofu, its documentation.
 */
public final class TestFileReader {
  private static final BodySchema FILE =
      new BodySchema(
          List.of(),
          List.of(
              new BlockSchema("run", "name"),
              new BlockSchema("variables"),
              new BlockSchema("test"),
              new BlockSchema("provider", "name"),
              new BlockSchema("mock_provider", "name"),
              new BlockSchema(OverrideReader.RESOURCE),
              new BlockSchema(OverrideReader.DATA),
              new BlockSchema(OverrideReader.MODULE)));
  private static final BodySchema TEST =
      new BodySchema(List.of(new AttributeSchema("parallel", false)), List.of());
  private static final BodySchema VERSION =
      new BodySchema(List.of(new AttributeSchema("version", false)), List.of());
  private static final String OURS = ".tftest.";
  private static final String TOFU = ".tofutest.";

  private final ConfigurationSource source;
  private final Diagnostics diagnostics;

  private TestFileReader(ConfigurationSource source, Diagnostics diagnostics) {
    this.source = source;
    this.diagnostics = diagnostics;
  }

  /**
   * Checks all, in the order of their paths, without preparing to run them.
   *
   * @param folder the folder of tests, relative to the root module
   */
  public static void check(ConfigurationSource source, String folder, Diagnostics diagnostics)
      throws IOException {
    List<TestFile> files = read(source, folder, diagnostics);
    if (!diagnostics.hasErrors()) {
      files.forEach(file -> file.runs().forEach(run -> run.checkExpectations(diagnostics)));
    }
  }

  /**
   * Reads all, in the order of their paths.
   *
   * @param folder the folder of tests, relative to the root module
   */
  public static List<TestFile> read(
      ConfigurationSource source, String folder, Diagnostics diagnostics) throws IOException {
    TreeSet<String> paths = new TreeSet<>();
    for (String place : new TreeSet<>(List.of("", folder))) {
      List<String> names = source.files(place).orElse(List.of());
      for (String name : names) {
        if (isTest(name, TOFU)
            || (isTest(name, OURS) && !names.contains(name.replace(OURS, TOFU)))) {
          paths.add(place.isEmpty() ? name : place + "/" + name);
        }
      }
    }
    List<TestFile> files = new ArrayList<>();
    for (String path : paths) {
      files.add(
          new TestFileReader(source, diagnostics)
              .file(SourceFile.ofWhole(path, source.read(path))));
    }
    return files;
  }

  private static boolean isTest(String name, String kind) {
    return name.endsWith(kind + "hcl") || name.endsWith(kind + "json");
  }

  private TestFile file(SourceFile file) throws IOException {
    Body body =
        file.name().endsWith(".json")
            ? Syntax.parseJson(file, diagnostics)
            : Syntax.parse(file, diagnostics);
    BodyContent content = body.content(FILE, diagnostics);
    Map<String, Attribute> variables = new LinkedHashMap<>();
    Map<String, TestProvider> providers = new LinkedHashMap<>();
    Map<String, SourceRange> providerPlaces = new HashMap<>();
    OverrideReader overrides = new OverrideReader(diagnostics, false);
    TestRunReader runReader = new TestRunReader(diagnostics, parallel(content));
    List<TestRun> runs = new ArrayList<>();
    Map<String, SourceRange> names = new HashMap<>();
    Optional<SourceRange> variablesPlace = Optional.empty();
    for (Block block : content.blocks()) {
      switch (block.type()) {
        case "variables" -> {
          if (variablesPlace.isPresent()) {
            diagnostics.error(
                "Multiple \"variables\" blocks",
                "This test file already has a variables block defined at "
                    + variablesPlace.get()
                    + ".",
                block.headerRange());
          } else {
            variablesPlace = Optional.of(block.headerRange());
            variables.putAll(block.body().attributes(diagnostics));
          }
        }
        case "provider", "mock_provider" -> {
          Optional<TestProvider> provider = provider(block);
          if (provider.isPresent()) {
            SourceRange before =
                providerPlaces.putIfAbsent(provider.get().text(), block.labelRanges().getFirst());
            if (before == null) {
              providers.put(provider.get().text(), provider.get());
            } else {
              diagnostics.error(
                  "Duplicate provider block",
                  "A provider for "
                      + provider.get().text()
                      + " is already defined at "
                      + before
                      + ".",
                  block.headerRange());
            }
          }
        }
        case "test" -> {
          // It has been read already.
        }
        case "run" -> {
          TestRun run = runReader.read(block);
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
        default -> overrides.read(block);
      }
    }
    return new TestFile(file.name(), variables, providers, overrides.overrides(), runs);
  }

  /** Whether the runs of a file may run at the same time, unless they say otherwise. */
  private boolean parallel(BodyContent content) {
    boolean parallel = false;
    for (Block block : content.blocks("test")) {
      Attribute given = block.body().content(TEST, diagnostics).attributes().get("parallel");
      parallel |= given != null && Constants.truth(given, diagnostics).orElse(false);
    }
    return parallel;
  }

  private Optional<TestProvider> provider(Block block) throws IOException {
    if (block.type().equals("mock_provider")) {
      return new MockReader(source, diagnostics).read(block);
    }
    Attribute version =
        block
            .body()
            .partialContent(VERSION, new Diagnostics())
            .content()
            .attributes()
            .get("version");
    if (version != null) {
      diagnostics.error(
          "Version constraints are not allowed in test files",
          "Version constraints inside provider configuration blocks are not allowed in test"
              + " files. To silence this error, move the provider version constraint into the"
              + " required_providers block of the configuration that uses this provider.",
          version.range());
      return Optional.empty();
    }
    return new ProviderBlockReader(diagnostics)
        .read(block)
        .map(found -> new TestProvider(found, Optional.empty(), List.of()));
  }
}
