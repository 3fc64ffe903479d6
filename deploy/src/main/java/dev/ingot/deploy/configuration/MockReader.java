package dev.ingot.deploy.configuration;

import dev.ingot.deploy.mock.Mock;
import dev.ingot.deploy.mock.MockedObject;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads {@code mock_provider} blocks and the files of mocks they name. Rules: the recorded
 * behaviour of Terraform 1.11.
 */
final class MockReader {
  private static final String RESOURCE = "mock_resource";
  private static final String DATA = "mock_data";
  private static final List<BlockSchema> BLOCKS =
      List.of(
          new BlockSchema(RESOURCE, "type"),
          new BlockSchema(DATA, "type"),
          new BlockSchema(OverrideReader.RESOURCE),
          new BlockSchema(OverrideReader.DATA));
  private static final BodySchema FILE = new BodySchema(List.of(), BLOCKS);
  private static final BodySchema PROVIDER =
      new BodySchema(
          List.of(
              new AttributeSchema("alias", false),
              new AttributeSchema("source", false),
              new AttributeSchema(OverrideReader.DURING, false)),
          BLOCKS);
  private static final BodySchema OBJECT =
      new BodySchema(
          List.of(
              new AttributeSchema("defaults", false),
              new AttributeSchema(OverrideReader.DURING, false)),
          List.of());

  private final ConfigurationSource source;
  private final Diagnostics diagnostics;

  MockReader(ConfigurationSource source, Diagnostics diagnostics) {
    this.source = source;
    this.diagnostics = diagnostics;
  }

  /** Blocks for the objects of one mock. */
  private final class Objects {
    final Map<String, MockedObject> resources = new HashMap<>();
    final Map<String, MockedObject> dataSources = new HashMap<>();
    final Map<String, SourceRange> places = new HashMap<>();
    final OverrideReader overrides;

    Objects(boolean whilePlanning) {
      overrides = new OverrideReader(diagnostics, whilePlanning);
    }

    void read(List<Block> blocks) {
      for (Block block : blocks) {
        switch (block.type()) {
          case RESOURCE -> object(block, resources);
          case DATA -> object(block, dataSources);
          default -> overrides.read(block);
        }
      }
    }

    private void object(Block block, Map<String, MockedObject> found) {
      Map<String, Attribute> attributes = block.body().content(OBJECT, diagnostics).attributes();
      MockedObject object =
          new MockedObject(
              overrides.values(block, attributes.get("defaults"), "defaults"),
              overrides.whilePlanning(attributes.get(OverrideReader.DURING)),
              attributes.containsKey("defaults")
                  ? attributes.get("defaults").range()
                  : block.headerRange());
      String type = block.labels().getFirst();
      SourceRange before = places.putIfAbsent(block.type() + " " + type, block.headerRange());
      if (before == null) {
        found.put(type, object);
      } else if (before.file().equals(block.headerRange().file())) {
        diagnostics.error(
            "Duplicate " + block.type() + " block",
            "A "
                + block.type()
                + " block for "
                + type
                + " has already been defined at "
                + before
                + ".",
            block.headerRange());
      }
    }
  }

  /** Reads a {@code mock_provider} block; empty if its label is not a valid provider name. */
  Optional<TestProvider> read(Block block) throws IOException {
    String name = block.labels().getFirst();
    if (!ProviderNames.check(name, block.headerRange(), diagnostics)) {
      return Optional.empty();
    }
    BodyContent content = block.body().content(PROVIDER, diagnostics);
    Map<String, Attribute> attributes = content.attributes();
    Attribute alias = attributes.get("alias");
    String aliasName = alias == null ? "" : Constants.text(alias, diagnostics).orElse("");
    if (alias != null && !Names.valid(aliasName)) {
      diagnostics.error(
          "Invalid provider configuration alias",
          "An alias must be a valid name. " + Names.RULE,
          alias.expression().range());
    }
    boolean whilePlanning =
        new OverrideReader(diagnostics, false).whilePlanning(attributes.get(OverrideReader.DURING));
    Objects objects = new Objects(whilePlanning);
    objects.read(content.blocks());
    Optional<String> folder =
        Optional.ofNullable(attributes.get("source"))
            .flatMap(attribute -> Constants.text(attribute, diagnostics));
    if (folder.isPresent()) {
      files(folder.get(), block.headerRange(), objects);
    }
    Body nothing = Syntax.parse(new SourceFile(block.headerRange().file().name(), ""), diagnostics);
    return Optional.of(
        new TestProvider(
            new ProviderConfiguration(name, aliasName, nothing, block.headerRange()),
            Optional.of(
                new Mock(
                    objects.resources, objects.dataSources, whilePlanning, block.headerRange())),
            objects.overrides.overrides().objects()));
  }

  private void files(String folder, SourceRange place, Objects objects) throws IOException {
    Optional<List<String>> names = source.files(folder);
    if (names.isEmpty()) {
      diagnostics.error(
          "Failed to read mock data directory",
          "Mock data directory " + folder + " does not exist or cannot be read.",
          place);
      return;
    }
    List<String> mocks = new ArrayList<>();
    for (String name : names.get()) {
      if (name.endsWith(".tfmock.hcl") || name.endsWith(".tfmock.json")) {
        mocks.add(name);
      }
    }
    mocks.sort(null);
    for (String name : mocks) {
      String path = path(folder, name);
      SourceFile file = SourceFile.ofWhole(path, source.read(path));
      Body body =
          name.endsWith(".json")
              ? Syntax.parseJson(file, diagnostics)
              : Syntax.parse(file, diagnostics);
      objects.read(body.content(FILE, diagnostics).blocks());
    }
  }

  private static String path(String folder, String name) {
    String plain = folder.startsWith("./") ? folder.substring(2) : folder;
    return plain.isEmpty() || plain.equals(".") ? name : plain + "/" + name;
  }
}
