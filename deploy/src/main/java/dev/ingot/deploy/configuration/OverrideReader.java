package dev.ingot.deploy.configuration;

import dev.ingot.address.AddressException;
import dev.ingot.address.ResourceMode;
import dev.ingot.address.Target;
import dev.ingot.deploy.mock.MockedObject;
import dev.ingot.deploy.mock.ModuleOverride;
import dev.ingot.deploy.mock.ObjectOverride;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceRange;
import dev.ingot.lang.syntax.Body.Attribute;
import dev.ingot.lang.syntax.Body.AttributeSchema;
import dev.ingot.lang.syntax.Body.Block;
import dev.ingot.lang.syntax.Body.BlockSchema;
import dev.ingot.lang.syntax.Body.BodySchema;
import dev.ingot.lang.syntax.Expression;
import dev.ingot.lang.syntax.Traversal;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Reads {@code override_resource}, {@code override_data} and {@code override_module} blocks. Rules:
 * the recorded behaviour of Terraform 1.11.
 */
final class OverrideReader {
  static final String RESOURCE = "override_resource";
  static final String DATA = "override_data";
  static final String MODULE = "override_module";
  static final String DURING = "override_during";

  /** The blocks for objects. */
  static final List<BlockSchema> OBJECTS =
      List.of(new BlockSchema(RESOURCE), new BlockSchema(DATA));

  private static final BodySchema OBJECT = schema("values");
  private static final BodySchema OUTPUTS = schema("outputs");

  private final Diagnostics diagnostics;
  private final boolean whilePlanning;
  private final Map<String, SourceRange> targets = new HashMap<>();
  private final List<ObjectOverride> objects = new ArrayList<>();
  private final List<ModuleOverride> modules = new ArrayList<>();

  /**
   * @param whilePlanning whether values are known while planning where a block doesn't say
   */
  OverrideReader(Diagnostics diagnostics, boolean whilePlanning) {
    this.diagnostics = diagnostics;
    this.whilePlanning = whilePlanning;
  }

  private static BodySchema schema(String values) {
    return new BodySchema(
        List.of(
            new AttributeSchema("target", false),
            new AttributeSchema(values, false),
            new AttributeSchema(DURING, false)),
        List.of());
  }

  /** Reads a block; of another type it is left out. */
  void read(Block block) {
    switch (block.type()) {
      case RESOURCE -> object(block, ResourceMode.MANAGED);
      case DATA -> object(block, ResourceMode.DATA);
      case MODULE -> module(block);
      default -> {}
    }
  }

  /** What was read. */
  TestOverrides overrides() {
    return new TestOverrides(objects, modules);
  }

  private void object(Block block, ResourceMode mode) {
    Map<String, Attribute> attributes = block.body().content(OBJECT, diagnostics).attributes();
    Optional<Written> target = target(block, attributes.get("target"));
    if (target.isPresent()
        && target
            .get()
            .target()
            .resource()
            .filter(found -> found.resource().mode() == mode)
            .isEmpty()) {
      wrong(
          block,
          target.get(),
          switch (mode) {
            case MANAGED -> "resources";
            case DATA, EPHEMERAL -> "data sources";
          });
      target = Optional.empty();
    }
    MockedObject like =
        new MockedObject(
            values(block, attributes.get("values"), "values"),
            whilePlanning(attributes.get(DURING)),
            block.headerRange());
    target
        .filter(found -> first(block, found.target()))
        .ifPresent(found -> objects.add(new ObjectOverride(found.target(), like, found.place())));
  }

  private void module(Block block) {
    Map<String, Attribute> attributes = block.body().content(OUTPUTS, diagnostics).attributes();
    Optional<Written> target = target(block, attributes.get("target"));
    if (target.isPresent() && target.get().target().resource().isPresent()) {
      wrong(block, target.get(), "modules");
      target = Optional.empty();
    }
    whilePlanning(attributes.get(DURING));
    SortedMap<String, Value> outputs =
        Values.entries(values(block, attributes.get("outputs"), "outputs")).orElseThrow();
    target
        .filter(found -> first(block, found.target()))
        .ifPresent(
            found ->
                modules.add(new ModuleOverride(found.target().module(), outputs, found.place())));
  }

  private void wrong(Block block, Written written, String kind) {
    diagnostics.error(
        "Invalid override target",
        "You can only target "
            + kind
            + " from "
            + block.type()
            + " blocks, not "
            + written.target()
            + ".",
        written.place());
  }

  private boolean first(Block block, Target target) {
    SourceRange before = targets.putIfAbsent(target.toString(), block.headerRange());
    if (before != null) {
      diagnostics.error(
          "Duplicate " + block.type() + " block",
          "An "
              + block.type()
              + " block targeting "
              + target
              + " has already been defined at "
              + before
              + ".",
          block.headerRange());
    }
    return before == null;
  }

  private record Written(Target target, SourceRange place) {}

  private Optional<Written> target(
      Block block, @org.jspecify.annotations.Nullable Attribute attribute) {
    if (attribute == null) {
      diagnostics.error(
          "Missing target attribute",
          block.type() + " blocks must specify a target address.",
          block.headerRange());
      return Optional.empty();
    }
    Optional<Traversal> traversal = StaticTraversals.reference(attribute.expression(), diagnostics);
    if (traversal.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Written(Target.parse(traversal.get().text()), attribute.range()));
    } catch (AddressException e) {
      diagnostics.error(
          "Invalid address", String.valueOf(e.getMessage()), attribute.expression().range());
      return Optional.empty();
    }
  }

  /** The object of an argument; an empty one where there is none, or after an error. */
  Value values(Block block, @org.jspecify.annotations.Nullable Attribute attribute, String name) {
    if (attribute == null) {
      return Values.EMPTY_OBJECT;
    }
    Expression expression = attribute.expression();
    Diagnostics own = new Diagnostics();
    Value value = Constants.evaluate(expression, own);
    diagnostics.addAll(own);
    if (value instanceof Value.ObjectValue && !own.hasErrors()) {
      return value;
    }
    if (!own.hasErrors() && !(expression instanceof Expression.Invalid)) {
      diagnostics.error(
          "Invalid " + name + " attribute",
          block.type() + " blocks must specify " + article(name) + " attribute that is an object.",
          expression.range());
    }
    return Values.EMPTY_OBJECT;
  }

  private static String article(String name) {
    return (name.startsWith("o") ? "an " : "a ") + name;
  }

  boolean whilePlanning(@org.jspecify.annotations.Nullable Attribute attribute) {
    if (attribute == null) {
      return whilePlanning;
    }
    return switch (StaticTraversals.keyword(attribute.expression()).orElse("")) {
      case "plan" -> true;
      case "apply" -> false;
      default -> {
        diagnostics.error(
            "Invalid override_during value",
            "The override_during attribute must be a value of plan or apply.",
            attribute.range());
        yield whilePlanning;
      }
    };
  }
}
