package dev.ingot.bake.template.legacy;

import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceFile;
import dev.ingot.lang.SourceRange;
import dev.ingot.lang.Suggestion;
import dev.ingot.lang.syntax.Body;
import dev.ingot.lang.syntax.Body.Attribute;
import dev.ingot.lang.syntax.Body.Block;
import dev.ingot.lang.syntax.Expression;
import dev.ingot.lang.syntax.Syntax;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a legacy JSON template as the blocks that say the same: {@code variables} become variables,
 * each of {@code builders} a source, and all of it one build. Rules: Packer's public documentation
 * of legacy JSON templates.
 */
public final class LegacyTemplate {
  private static final List<String> KEYS =
      List.of(
          "builders",
          "description",
          "error-cleanup-provisioner",
          "min_packer_version",
          "post-processors",
          "provisioners",
          "sensitive-variables",
          "variables");
  private static final List<String> OWN = List.of("type", "name");

  private final LegacyBody root;
  private final Diagnostics diagnostics;
  private final SourceRange place;
  private final Map<String, String> builders = new LinkedHashMap<>();

  private LegacyTemplate(LegacyBody root, SourceRange place, Diagnostics diagnostics) {
    this.root = root;
    this.place = place;
    this.diagnostics = diagnostics;
  }

  /** The blocks of a file. */
  public static Body read(SourceFile file, Diagnostics diagnostics) {
    Diagnostics own = new Diagnostics();
    Body json = Syntax.parseJson(file, own);
    Map<String, Attribute> arguments = json.attributes(own);
    diagnostics.addAll(own);
    SourceRange place = json.missingItemRange();
    if (own.hasErrors()) {
      return new LegacyBody(Map.of(), List.of(), place);
    }
    return new LegacyTemplate(new LegacyBody(arguments, List.of(), place), place, diagnostics)
        .body();
  }

  private Body body() {
    for (Attribute attribute : root.arguments().values()) {
      if (!KEYS.contains(attribute.name()) && !attribute.name().startsWith("_")) {
        diagnostics.error(
            "Unknown part of a template",
            "A template has no \""
                + attribute.name()
                + "\"."
                + Suggestion.hint(attribute.name(), KEYS)
                + " The name of a comment starts with an underscore.",
            attribute.nameRange());
      }
    }
    LegacyBody declared = object("variables");
    Set<String> names = declared.arguments().keySet();
    Map<String, SourceRange> undeclared = new LinkedHashMap<>();
    Map<String, SourceRange> needed = new LinkedHashMap<>();
    LegacyValues values = new LegacyValues(names, undeclared, false, diagnostics);
    List<Block> blocks = new ArrayList<>();
    root.argument("min_packer_version").ifPresent(version -> blocks.add(version(version)));
    List<String> sensitive = texts("sensitive-variables");
    LegacyValues defaults = new LegacyValues(names, needed, true, diagnostics);
    for (Attribute variable : declared.arguments().values()) {
      blocks.add(variable(variable, defaults, sensitive.contains(variable.name())));
    }
    List<Block> sources = sources(values);
    blocks.addAll(sources);
    blocks.add(build(sources, values));
    undeclared.forEach(needed::putIfAbsent);
    needed.forEach(
        (name, use) -> {
          Value otherwise = undeclared.containsKey(name) ? Value.of("") : Value.nullOf(Type.STRING);
          blocks.add(
              variable(
                  new Attribute(name, new Expression.Literal(otherwise, use), use, use),
                  defaults,
                  sensitive.contains(name)));
        });
    return new LegacyBody(Map.of(), blocks, place);
  }

  private LegacyBody object(String name) {
    return root.argument(name)
        .map(
            attribute -> {
              if (!(attribute.expression() instanceof Expression.ObjectConstructor)) {
                wrong(attribute, "an object");
              }
              return LegacyBody.of(attribute.expression());
            })
        .orElse(new LegacyBody(Map.of(), List.of(), place));
  }

  private List<String> texts(String name) {
    return elements(name).stream().flatMap(each -> LegacyValues.text(each).stream()).toList();
  }

  private List<Expression> elements(String name) {
    Optional<Attribute> attribute = root.argument(name);
    if (attribute.isEmpty()) {
      return List.of();
    }
    if (attribute.get().expression() instanceof Expression.TupleConstructor tuple) {
      return tuple.elements();
    }
    wrong(attribute.get(), "a list");
    return List.of();
  }

  private void wrong(Attribute attribute, String expected) {
    diagnostics.error(
        "Incorrect JSON value type",
        "\"" + attribute.name() + "\" must be " + expected + ".",
        attribute.expression().range());
  }

  private static Block version(Attribute least) {
    Expression constraint =
        LegacyValues.text(least.expression())
            .<Expression>map(
                text -> new Expression.Literal(Value.of(">= " + text), least.expression().range()))
            .orElse(least.expression());
    return LegacyBody.block(
        "packer",
        List.of(),
        new LegacyBody(
            Map.of(
                "required_version",
                new Attribute("required_version", constraint, least.nameRange(), least.range())),
            List.of(),
            least.range()),
        least.range());
  }

  private static Block variable(Attribute variable, LegacyValues values, boolean sensitive) {
    SourceRange range = variable.expression().range();
    Map<String, Attribute> parts = new LinkedHashMap<>();
    Expression value = values.of(variable.expression());
    put(
        parts,
        "type",
        Syntax.parseExpression(new SourceFile("", "string"), new Diagnostics()),
        range);
    if (!(value instanceof Expression.Literal(Value literal, var _) && literal.isNull())) {
      put(parts, "default", value, range);
    }
    put(parts, "sensitive", new Expression.Literal(Value.of(sensitive), range), range);
    return LegacyBody.block(
        "variable",
        List.of(variable.name()),
        new LegacyBody(parts, List.of(), range),
        variable.nameRange());
  }

  private static void put(
      Map<String, Attribute> attributes, String name, Expression value, SourceRange range) {
    attributes.put(name, new Attribute(name, value, range, range));
  }

  private List<Block> sources(LegacyValues values) {
    List<Block> sources = new ArrayList<>();
    for (Expression element : elements("builders")) {
      Optional<LegacyBody> body = component("builder", element, values);
      if (body.isEmpty()) {
        continue;
      }
      String type = type(body.get());
      String name =
          body.get()
              .argument("name")
              .flatMap(each -> LegacyValues.text(each.expression()))
              .orElse(type);
      if (builders.putIfAbsent(name, type + "." + name) != null) {
        diagnostics.error(
            "Duplicate builder",
            "There is another builder named \"" + name + "\". Give this one a different \"name\".",
            element.range());
        continue;
      }
      sources.add(
          LegacyBody.block(
              "source", List.of(type, name), body.get().without(OWN), element.range()));
    }
    return sources;
  }

  private static String type(LegacyBody body) {
    return body.argument("type").flatMap(each -> LegacyValues.text(each.expression())).orElse("");
  }

  /** The body of a component that has a type. */
  private Optional<LegacyBody> component(String kind, Expression element, LegacyValues values) {
    if (!(element instanceof Expression.ObjectConstructor)) {
      diagnostics.error(
          "Incorrect JSON value type",
          "A " + kind + " is an object with a \"type\".",
          element.range());
      return Optional.empty();
    }
    LegacyBody body = LegacyBody.of(values.of(element));
    if (type(body).isEmpty()) {
      diagnostics.error(
          "Component without a type", "This " + kind + " has no \"type\".", element.range());
      return Optional.empty();
    }
    return Optional.of(body);
  }

  private Block build(List<Block> sources, LegacyValues values) {
    List<Block> parts = new ArrayList<>();
    for (Block source : sources) {
      parts.add(
          LegacyBody.block(
              "source",
              List.of("source." + String.join(".", source.labels())),
              new LegacyBody(Map.of(), List.of(), source.headerRange()),
              source.headerRange()));
    }
    for (Expression element : elements("provisioners")) {
      component("provisioner", element, values)
          .ifPresent(body -> parts.add(step("provisioner", body, element.range())));
    }
    root.argument("error-cleanup-provisioner")
        .ifPresent(
            cleanup ->
                component("provisioner", cleanup.expression(), values)
                    .ifPresent(
                        body ->
                            parts.add(
                                step(
                                    "error-cleanup-provisioner",
                                    body,
                                    cleanup.expression().range()))));
    for (Expression element : elements("post-processors")) {
      parts.add(postProcessors(element, values));
    }
    Map<String, Attribute> attributes = new LinkedHashMap<>();
    root.argument("description")
        .ifPresent(
            text -> put(attributes, "description", values.of(text.expression()), text.range()));
    return LegacyBody.block("build", List.of(), new LegacyBody(attributes, parts, place), place);
  }

  private Block step(String kind, LegacyBody body, SourceRange range) {
    LegacyBody own = body.without(List.of("type"));
    for (String list : List.of("only", "except")) {
      Optional<Attribute> names = own.argument(list);
      if (names.isPresent()) {
        own = own.with(named(names.get()));
      }
    }
    return LegacyBody.block(kind, List.of(type(body)), own, range);
  }

  /** A list of builders' names, with the types that blocks of a build name them by. */
  private Attribute named(Attribute list) {
    Expression given = list.expression();
    // One name stands for a list of it, as in Packer.
    Expression.TupleConstructor tuple =
        given instanceof Expression.TupleConstructor several
            ? several
            : new Expression.TupleConstructor(List.of(given), given.range(), given.range());
    List<Expression> names = new ArrayList<>();
    for (Expression element : tuple.elements()) {
      Optional<String> full =
          LegacyValues.text(element).map(name -> builders.getOrDefault(name, name));
      names.add(
          full.<Expression>map(name -> new Expression.Literal(Value.of(name), element.range()))
              .orElse(element));
    }
    return new Attribute(
        list.name(),
        new Expression.TupleConstructor(names, tuple.openRange(), tuple.range()),
        list.nameRange(),
        list.range());
  }

  /**
   * One post-processor, by its name or with arguments, or a list of those that follow each other.
   */
  private Block postProcessors(Expression element, LegacyValues values) {
    List<Expression> chain =
        element instanceof Expression.TupleConstructor tuple ? tuple.elements() : List.of(element);
    List<Block> blocks = new ArrayList<>();
    for (Expression each : chain) {
      Optional<String> name = LegacyValues.text(each);
      if (name.isPresent()) {
        blocks.add(
            LegacyBody.block(
                "post-processor",
                List.of(name.get()),
                new LegacyBody(Map.of(), List.of(), each.range()),
                each.range()));
      } else {
        component("post-processor", each, values)
            .ifPresent(body -> blocks.add(step("post-processor", body, each.range())));
      }
    }
    return LegacyBody.block(
        "post-processors",
        List.of(),
        new LegacyBody(Map.of(), blocks, element.range()),
        element.range());
  }
}
