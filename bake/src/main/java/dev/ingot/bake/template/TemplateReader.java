package dev.ingot.bake.template;

import dev.ingot.bake.template.TemplateBlocks.BucketBlock;
import dev.ingot.bake.template.TemplateBlocks.Local;
import dev.ingot.bake.template.TemplateBlocks.RequiredPlugin;
import dev.ingot.bake.template.TemplateBlocks.Settings;
import dev.ingot.bake.template.TemplateBlocks.Source;
import dev.ingot.bake.template.TemplateBlocks.SourceName;
import dev.ingot.bake.template.TemplateBlocks.Variable;
import dev.ingot.bake.template.TemplateBlocks.VersionConstraint;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceFile;
import dev.ingot.lang.SourceRange;
import dev.ingot.lang.syntax.Body.Attribute;
import dev.ingot.lang.syntax.Body.AttributeSchema;
import dev.ingot.lang.syntax.Body.Block;
import dev.ingot.lang.syntax.Body.BlockSchema;
import dev.ingot.lang.syntax.Body.BodyContent;
import dev.ingot.lang.syntax.Body.BodySchema;
import dev.ingot.lang.value.Value;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the blocks of a template from its files. Rules: the documentation of Packer's HCL. */
public final class TemplateReader {
  private static final BodySchema TOP =
      new BodySchema(
          List.of(),
          List.of(
              new BlockSchema("packer"),
              new BlockSchema("variable", "name"),
              new BlockSchema("variables"),
              new BlockSchema("local", "name"),
              new BlockSchema("locals"),
              new BlockSchema("data", "type", "name"),
              new BlockSchema("source", "type", "name"),
              new BlockSchema("build"),
              new BlockSchema("hcp_packer_registry")));
  private static final BodySchema PACKER =
      new BodySchema(
          List.of(new AttributeSchema("required_version", false)),
          List.of(new BlockSchema("required_plugins")));
  private static final BodySchema LOCAL =
      new BodySchema(
          List.of(new AttributeSchema("expression", true), new AttributeSchema("sensitive", false)),
          List.of());

  private final StaticValues literals;
  private final Diagnostics diagnostics;
  private final VariableReader variableReader;
  private final List<VersionConstraint> versions = new ArrayList<>();
  private final List<RequiredPlugin> plugins = new ArrayList<>();
  private final Map<String, Variable> variables = new LinkedHashMap<>();
  private final Map<String, Local> locals = new LinkedHashMap<>();
  private final Map<SourceName, Source> sources = new LinkedHashMap<>();
  private final Map<SourceName, Source> data = new LinkedHashMap<>();
  private final List<Block> builds = new ArrayList<>();
  private Optional<BucketBlock> bucket = Optional.empty();

  private TemplateReader(StaticValues literals, Diagnostics diagnostics) {
    this.literals = literals;
    this.diagnostics = diagnostics;
    this.variableReader = new VariableReader(literals, diagnostics);
  }

  /** Reads all blocks; invalid ones are reported and left out. */
  public static TemplateBlocks read(
      Path folder,
      List<TemplateFiles.Parsed> files,
      StaticValues literals,
      Diagnostics diagnostics) {
    TemplateReader reader = new TemplateReader(literals, diagnostics);
    List<SourceFile> names = new ArrayList<>();
    for (TemplateFiles.Parsed parsed : files) {
      names.add(parsed.file());
      for (Block block : parsed.body().content(TOP, diagnostics).blocks()) {
        reader.block(block);
      }
    }
    return new TemplateBlocks(
        folder,
        names,
        new Settings(reader.versions, reader.plugins),
        reader.variables,
        reader.locals,
        reader.sources,
        reader.data,
        reader.builds,
        reader.bucket);
  }

  private void block(Block block) {
    switch (block.type()) {
      case "packer" -> packer(block);
      case "variable" -> variableReader.block(block).ifPresent(this::add);
      case "variables" -> variableReader.shortForms(block).forEach(this::add);
      case "local" -> local(block);
      case "locals" ->
          block
              .body()
              .attributes(diagnostics)
              .forEach(
                  (name, attribute) ->
                      add(new Local(name, attribute.expression(), false, attribute.nameRange())));
      case "data" -> source(block, data, "data source");
      case "source" -> source(block, sources, "source");
      case "build" -> builds.add(block);
      default ->
          bucket =
              Optional.of(
                  BuildReader.bucket(
                      block.body(), Iterators.NONE, block.headerRange(), diagnostics));
    }
  }

  private void packer(Block block) {
    BodyContent content = block.body().content(PACKER, diagnostics);
    Attribute version = content.attributes().get("required_version");
    if (version != null) {
      literals
          .text(version, diagnostics)
          .ifPresent(text -> versions.add(new VersionConstraint(text, version.range())));
    }
    for (Block required : content.blocks()) {
      required.body().attributes(diagnostics).forEach(this::plugin);
    }
  }

  private void plugin(String name, Attribute attribute) {
    Value value = literals.value(attribute.expression(), diagnostics);
    if (value.unmarked() instanceof Value.ObjectValue(var parts)
        && parts.get("source") instanceof Value.StringValue(String source)) {
      String version =
          parts.get("version") instanceof Value.StringValue(String text) ? text : ">= 0.0.0";
      plugins.add(new RequiredPlugin(name, source, version, attribute.range()));
    } else if (value.isKnown()) {
      diagnostics.error(
          "Plugin without a source",
          "A required plugin is written as "
              + name
              + " = { source = \"host/owner/name\", version = \">= 1.0.0\" }.",
          attribute.range());
    }
  }

  private void local(Block block) {
    BodyContent content = block.body().content(LOCAL, diagnostics);
    Attribute expression = content.attributes().get("expression");
    Attribute sensitive = content.attributes().get("sensitive");
    if (expression != null) {
      add(
          new Local(
              block.labels().getFirst(),
              expression.expression(),
              sensitive != null && literals.flag(sensitive, diagnostics),
              block.headerRange()));
    }
  }

  private void source(Block block, Map<SourceName, Source> all, String kind) {
    SourceName name = new SourceName(block.labels().get(0), block.labels().get(1));
    Source known = all.putIfAbsent(name, new Source(name, block.body(), block.headerRange()));
    if (known != null) {
      duplicate(kind, name.toString(), known.range(), block.headerRange());
    }
  }

  private void add(Variable variable) {
    Variable known = variables.putIfAbsent(variable.name(), variable);
    if (known != null) {
      duplicate("variable", variable.name(), known.range(), variable.range());
    }
  }

  private void add(Local local) {
    Local known = locals.putIfAbsent(local.name(), local);
    if (known != null) {
      duplicate("local value", local.name(), known.range(), local.range());
    }
  }

  private void duplicate(String kind, String name, SourceRange first, SourceRange second) {
    diagnostics.error(
        "Duplicate " + kind,
        "A "
            + kind
            + " \""
            + name
            + "\" is already declared at "
            + first.file().name()
            + ":"
            + first.startPosition().line()
            + ". Names must be unique in a template.",
        second);
  }
}
