package dev.ingot.deploy.configuration;

import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceRange;
import dev.ingot.lang.syntax.Body;
import dev.ingot.lang.syntax.Body.Attribute;
import dev.ingot.lang.syntax.Body.AttributeSchema;
import dev.ingot.lang.syntax.Body.Block;
import dev.ingot.lang.syntax.Body.BlockSchema;
import dev.ingot.lang.syntax.Body.BodySchema;
import dev.ingot.lang.syntax.Expression;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The top-level blocks of a folder's files, merged with those of override files. */
final class ModuleBlocks {
  private static final BodySchema TOP =
      new BodySchema(
          List.of(),
          List.of(
              new BlockSchema("terraform"),
              new BlockSchema("required_providers"),
              new BlockSchema("provider", "name"),
              new BlockSchema("variable", "name"),
              new BlockSchema("locals"),
              new BlockSchema("output", "name"),
              new BlockSchema("module", "name"),
              new BlockSchema("resource", "type", "name"),
              new BlockSchema("data", "type", "name"),
              new BlockSchema("ephemeral", "type", "name"),
              new BlockSchema("moved"),
              new BlockSchema("removed"),
              new BlockSchema("import"),
              new BlockSchema("check", "name"),
              NewerBlocks.LIST,
              NewerBlocks.ACTION));
  private static final BodySchema DEPENDS_ON =
      new BodySchema(List.of(new AttributeSchema("depends_on", false)), List.of());

  private final Diagnostics diagnostics;
  private final List<Block> blocks = new ArrayList<>();
  private final Map<List<String>, Integer> named = new LinkedHashMap<>();
  private final Map<String, Attribute> locals = new LinkedHashMap<>();
  private final List<Block> terraformOverrides = new ArrayList<>();

  ModuleBlocks(Diagnostics diagnostics) {
    this.diagnostics = diagnostics;
  }

  /** All blocks but {@code locals}, in source order. */
  List<Block> blocks() {
    return blocks;
  }

  /** All local values, by name. */
  Map<String, Attribute> locals() {
    return locals;
  }

  /** The {@code terraform} blocks of override files. */
  List<Block> terraformOverrides() {
    return terraformOverrides;
  }

  private List<Block> known(Body file) {
    List<Block> found = new ArrayList<>(file.content(TOP, diagnostics).blocks());
    found.removeIf(block -> NewerBlocks.refuse(block, diagnostics));
    return found;
  }

  /** Adds a file's blocks. */
  void add(Body file) {
    for (Block block : known(file)) {
      if (block.type().equals("required_providers")) {
        diagnostics.error(
            "Invalid required_providers block",
            "A \"required_providers\" block must be nested inside a \"terraform\" block.",
            block.headerRange());
      } else if (block.type().equals("locals")) {
        block.body().attributes(diagnostics).values().forEach(this::addLocal);
      } else {
        named.putIfAbsent(identity(block), blocks.size());
        blocks.add(block);
      }
    }
  }

  /** Merges an override file's blocks into those added before. */
  void override(Body file) {
    for (Block block : known(file)) {
      switch (block.type()) {
        case "locals" -> block.body().attributes(diagnostics).values().forEach(this::overrideLocal);
        case "terraform" -> terraformOverrides.add(block);
        case "moved" ->
            refuse(
                block,
                "Records of moved objects can appear only in normal files, not in override files.");
        case "removed" ->
            refuse(
                block,
                "Records of removed objects can appear only in normal files, not in override"
                    + " files.");
        case "import" ->
            refuse(block, "Import blocks can appear only in normal files, not in override files.");
        case "check" ->
            refuse(block, "Check blocks can appear only in normal files, not in override files.");
        default -> overrideNamed(block);
      }
    }
  }

  private void refuse(Block block, String detail) {
    diagnostics.error("Cannot override '" + block.type() + "' blocks", detail, block.headerRange());
  }

  private void addLocal(Attribute attribute) {
    Attribute first = locals.putIfAbsent(attribute.name(), attribute);
    if (first != null) {
      diagnostics.error(
          "Duplicate local value definition",
          "A local value named \""
              + attribute.name()
              + "\" was already defined at "
              + first.range()
              + ". Local value names must be unique within a module.",
          attribute.range());
    }
  }

  private void overrideLocal(Attribute attribute) {
    if (locals.replace(attribute.name(), attribute) == null) {
      diagnostics.error(
          "Missing base local value definition to override",
          "There is no local value named \""
              + attribute.name()
              + "\". An override file can only override a local value that was already defined in"
              + " a primary configuration file.",
          attribute.range());
    }
  }

  private void overrideNamed(Block block) {
    Integer place = named.get(identity(block));
    if (place != null) {
      Attribute dependsOn =
          block
              .body()
              .partialContent(DEPENDS_ON, new Diagnostics())
              .content()
              .attributes()
              .get("depends_on");
      if (dependsOn != null && !block.type().equals("provider")) {
        diagnostics.error(
            "Unsupported override",
            "The depends_on argument may not be overridden.",
            firstElement(dependsOn.expression()));
      }
      blocks.set(place, MergedBody.over(blocks.get(place), block));
      return;
    }
    switch (block.type()) {
      case "variable" ->
          missing(
              "Missing base variable declaration to override",
              "There is no variable named \"" + name(block) + "\".",
              "a variable that was already declared",
              block);
      case "output" ->
          missing(
              "Missing base output definition to override",
              "There is no output named \"" + name(block) + "\".",
              "an output that was already defined",
              block);
      case "module" ->
          missing(
              "Missing module call to override",
              "There is no module call named \"" + name(block) + "\".",
              "a module call that was defined",
              block);
      case "provider" -> {
        named.putIfAbsent(identity(block), blocks.size());
        blocks.add(block);
      }
      default ->
          missing(
              "Missing "
                  + (block.type().equals("data") ? "data resource" : block.type())
                  + " to override",
              "There is no "
                  + block.labels().get(0)
                  + (block.type().equals("data") ? " data resource" : " resource")
                  + " named \""
                  + block.labels().get(1)
                  + "\".",
              "a " + block.type() + " block defined",
              block);
    }
  }

  private static SourceRange firstElement(Expression list) {
    return list instanceof Expression.TupleConstructor tuple && !tuple.elements().isEmpty()
        ? tuple.elements().getFirst().range()
        : list.range();
  }

  private void missing(String summary, String what, String allowed, Block block) {
    diagnostics.error(
        summary,
        what
            + " An override file can only override "
            + allowed
            + " in a primary configuration file.",
        block.headerRange());
  }

  private static String name(Block block) {
    return block.labels().getFirst();
  }

  private static List<String> identity(Block block) {
    List<String> identity = new ArrayList<>(block.labels());
    identity.add(0, block.type());
    return identity;
  }
}
