package dev.ingot.lang.eval;

import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceFile;
import dev.ingot.lang.function.standard.FunctionTable;
import dev.ingot.lang.schema.TypeExpression;
import dev.ingot.lang.syntax.Body;
import dev.ingot.lang.syntax.Expression;
import dev.ingot.lang.syntax.Syntax;
import dev.ingot.lang.syntax.Traversal;
import dev.ingot.lang.value.Conversion;
import dev.ingot.lang.value.Marks;
import dev.ingot.lang.value.TypeConstraint;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** A root module in small: the variables and locals of one file, as the recorded cases need it. */
final class FixtureScope implements Scope {
  private final Environment environment;
  private final FunctionTable functions;
  private final Map<String, Value> variables = new HashMap<>();
  private final Map<String, Expression> locals = new HashMap<>();

  FixtureScope(Path folder, Path home, FunctionTable functions) {
    environment = new Environment(folder, home, Clock.systemUTC(), new Random(1), false);
    this.functions = functions;
    Path file = folder.resolve("main.tf");
    if (Files.exists(file)) {
      load(file);
    }
  }

  private void load(Path file) {
    Diagnostics problems = new Diagnostics();
    String text;
    try {
      text = Files.readString(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    Body body = Syntax.parse(new SourceFile("main.tf", text), problems);
    Body.BodyContent content =
        body.content(
            new Body.BodySchema(
                List.of(),
                List.of(
                    new Body.BlockSchema("variable", "name"),
                    new Body.BlockSchema("locals"),
                    new Body.BlockSchema("terraform"))),
            problems);
    for (Body.Block block : content.blocks("variable")) {
      Map<String, Body.Attribute> attributes = block.body().attributes(problems);
      variables.put(block.labels().getFirst(), variable(attributes, problems));
    }
    for (Body.Block block : content.blocks("locals")) {
      block
          .body()
          .attributes(problems)
          .forEach((name, attribute) -> locals.put(name, attribute.expression()));
    }
    if (problems.hasErrors()) {
      throw new IllegalStateException(problems.list().toString());
    }
  }

  private Value variable(Map<String, Body.Attribute> attributes, Diagnostics problems) {
    Scope empty = new MapScope(Map.of(), functions, environment);
    Body.Attribute type = attributes.get("type");
    TypeConstraint constraint =
        type == null
            ? TypeConstraint.ANY
            : TypeExpression.parseVariableType(type.expression(), empty, problems);
    Body.Attribute given = attributes.get("default");
    Value value =
        Conversion.convert(
                given == null
                    ? Values.NULL
                    : Evaluator.evaluate(given.expression(), empty, problems),
                constraint)
            .value();
    return attributes.containsKey("sensitive") ? value.marked(Marks.SENSITIVE) : value;
  }

  /** The errors Terraform finds in references before it evaluates anything. */
  void check(Expression expression, Diagnostics diagnostics) {
    for (Traversal reference : Evaluator.references(expression)) {
      undeclared(reference).ifPresent(summary -> diagnostics.error(summary, "", reference.range()));
    }
  }

  private Optional<String> undeclared(Traversal reference) {
    Optional<String> first =
        reference.steps().stream()
            .findFirst()
            .flatMap(
                step ->
                    step instanceof Traversal.Attribute attribute
                        ? Optional.of(attribute.name())
                        : Optional.empty());
    return switch (reference.root()) {
      case "var" -> named(first, variables, "Reference to undeclared input variable");
      case "local" -> named(first, locals, "Reference to undeclared local value");
      case "path" ->
          first.isPresent() && List.of("module", "root", "cwd").contains(first.get())
              ? Optional.empty()
              : Optional.of("Invalid \"path\" attribute");
      case "terraform" ->
          first.isPresent() && List.of("workspace", "applying").contains(first.get())
              ? Optional.empty()
              : Optional.of("Invalid \"terraform\" attribute");
      default ->
          Optional.of(first.isPresent() ? "Reference to undeclared resource" : "Invalid reference");
    };
  }

  private static Optional<String> named(
      Optional<String> name, Map<String, ?> declared, String otherwise) {
    return name.isPresent() && declared.containsKey(name.get())
        ? Optional.empty()
        : Optional.of(otherwise);
  }

  @Override
  public Optional<Resolved> resolve(Traversal traversal, Diagnostics diagnostics) {
    if (traversal.steps().isEmpty()
        || !(traversal.steps().getFirst() instanceof Traversal.Attribute first)) {
      return Optional.empty();
    }
    String name = first.name();
    Optional<Value> value =
        switch (traversal.root()) {
          case "var" -> Optional.ofNullable(variables.get(name));
          case "local" ->
              Optional.ofNullable(locals.get(name))
                  .map(expression -> Evaluator.evaluate(expression, this, diagnostics));
          case "path" ->
              Optional.of(
                  Value.of(
                      name.equals("cwd")
                          ? environment.baseFolder().toAbsolutePath().normalize().toString()
                          : "."));
          case "terraform" -> Optional.of(Value.of("default"));
          default -> Optional.empty();
        };
    return value.map(found -> new Resolved(found, 1));
  }

  @Override
  public List<String> names() {
    return List.of("var", "local", "path", "terraform");
  }

  @Override
  public Functions functions() {
    return functions;
  }

  @Override
  public Environment environment() {
    return environment;
  }
}
