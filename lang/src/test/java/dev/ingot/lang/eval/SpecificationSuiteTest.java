package dev.ingot.lang.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceFile;
import dev.ingot.lang.SourceRange;
import dev.ingot.lang.function.standard.FunctionTable;
import dev.ingot.lang.schema.TypeExpression;
import dev.ingot.lang.syntax.Body;
import dev.ingot.lang.syntax.Syntax;
import dev.ingot.lang.value.Conversion;
import dev.ingot.lang.value.TypeConstraint;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * HCL's own suite, where it is beside the repository: a body and a specification give a value, or
 * diagnostics at known places.
 */
class SpecificationSuiteTest {
  private static final Body.BodySchema SPECIFICATION =
      new Body.BodySchema(
          List.of(),
          List.of(
              new Body.BlockSchema("variables"),
              new Body.BlockSchema("object"),
              new Body.BlockSchema("literal"),
              new Body.BlockSchema("block"),
              new Body.BlockSchema("block_list"),
              new Body.BlockSchema("block_map")));
  private static final Body.BodySchema OBJECT =
      new Body.BodySchema(
          List.of(),
          List.of(
              new Body.BlockSchema("attr", "name"),
              new Body.BlockSchema("block", "name"),
              new Body.BlockSchema("block_list", "name"),
              new Body.BlockSchema("block_map", "name")));

  @Test
  void everyCaseOfTheSuiteGivesWhatItSays() throws IOException {
    Path folder = SharedSuites.folder("hcl/specsuite/tests");
    assumeTrue(Files.isDirectory(folder), () -> folder + " isn't beside the repository");
    List<String> differences = new ArrayList<>();
    int cases = 0;
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path test : files.filter(file -> file.toString().endsWith(".t")).sorted().toList()) {
        String stem = test.toString().replaceFirst("\\.t$", "");
        for (String suffix : new String[] {".hcl", ".hcl.json"}) {
          if (Files.exists(Path.of(stem + suffix))) {
            cases++;
            String difference = difference(stem, suffix);
            if (!difference.isEmpty()) {
              differences.add(folder.relativize(Path.of(stem + suffix)) + ": " + difference);
            }
          }
        }
      }
    }
    System.out.printf("%-24s %4d of %4d%n", "HCL's suite", cases - differences.size(), cases);
    assertThat(differences).isEmpty();
  }

  private static Body parse(Path file, Diagnostics diagnostics) throws IOException {
    SourceFile source =
        Syntax.source(file.getFileName().toString(), Files.readAllBytes(file), diagnostics);
    return file.toString().endsWith(".json")
        ? Syntax.parseJson(source, diagnostics)
        : Syntax.parse(source, diagnostics);
  }

  private static Scope scope(Map<String, Value> variables) {
    return new MapScope(
        variables,
        FunctionTable.standard(),
        new Scope.Environment(Path.of(""), Path.of("/"), Clock.systemUTC(), new Random(1), false));
  }

  private static String difference(String stem, String suffix) throws IOException {
    Diagnostics own = new Diagnostics();
    Body specification = parse(Path.of(stem + ".hcldec"), own);
    Body expectation = parse(Path.of(stem + ".t"), own);
    Body.BodyContent kinds = specification.content(SPECIFICATION, own);
    Map<String, Value> variables = new HashMap<>();
    for (Body.Block block : kinds.blocks("variables")) {
      variables.putAll(values(block.body(), own));
    }
    Body.Block root =
        kinds.blocks().stream()
            .filter(block -> !block.type().equals("variables"))
            .findFirst()
            .orElseThrow();
    Diagnostics found = new Diagnostics();
    Body body = parse(Path.of(stem + suffix), found);
    Decoder decoder = new Decoder(scope(variables), own, found);
    Value value = found.hasErrors() ? Values.NULL : decoder.root(root, body);
    Body.BodyContent expected =
        expectation
            .partialContent(
                new Body.BodySchema(
                    List.of(
                        new Body.AttributeSchema("result", false),
                        new Body.AttributeSchema("result_type", false)),
                    List.of(new Body.BlockSchema("diagnostics"))),
                own)
            .content();
    if (own.hasErrors()) {
      return "the case itself: " + own.list();
    }
    List<String> places = new ArrayList<>();
    for (Body.Block block : expected.blocks("diagnostics")) {
      Body.BodySchema errors =
          new Body.BodySchema(List.of(), List.of(new Body.BlockSchema("error")));
      for (Body.Block error : block.body().content(errors, own).blocks()) {
        places.add(place(error.body(), own));
      }
    }
    List<String> actual =
        found.list().stream()
            .flatMap(problem -> problem.subject().stream())
            .map(SpecificationSuiteTest::place)
            .toList();
    if (!actual.equals(places)) {
      return "errors at "
          + places
          + " but "
          + actual
          + " "
          + found.list().stream().map(Diagnostic::summary).toList();
    }
    Body.Attribute result = expected.attributes().get("result");
    if (places.isEmpty() && result != null) {
      Value wanted = Evaluator.evaluate(result.expression(), scope(Map.of()), own);
      Body.Attribute type = expected.attributes().get("result_type");
      if (type != null) {
        TypeConstraint constraint = TypeExpression.parse(type.expression(), scope(Map.of()), own);
        wanted = Conversion.convert(wanted, constraint).value();
      }
      if (!wanted.equals(value)) {
        return wanted + "\n but " + value;
      }
    }
    return "";
  }

  private static Map<String, Value> values(Body body, Diagnostics diagnostics) {
    Map<String, Value> values = new HashMap<>();
    body.attributes(diagnostics)
        .forEach(
            (name, attribute) ->
                values.put(
                    name,
                    Evaluator.evaluate(attribute.expression(), scope(Map.of()), diagnostics)));
    return values;
  }

  private static String place(SourceRange range) {
    return place(
            range.file().position(range.start()).line(),
            range.file().position(range.start()).column(),
            range.file().position(range.start()).offset())
        + "-"
        + place(
            range.file().position(range.end()).line(),
            range.file().position(range.end()).column(),
            range.file().position(range.end()).offset());
  }

  private static String place(long line, long column, long offset) {
    return line + ":" + column + ":" + offset;
  }

  private static String place(Body error, Diagnostics own) {
    Body.BodyContent ends =
        error.content(
            new Body.BodySchema(
                List.of(), List.of(new Body.BlockSchema("from"), new Body.BlockSchema("to"))),
            own);
    List<String> places = new ArrayList<>();
    for (Body.Block end : ends.blocks()) {
      Map<String, Value> values = values(end.body(), own);
      places.add(place(whole(values, "line"), whole(values, "column"), whole(values, "byte")));
    }
    return String.join("-", places);
  }

  private static long whole(Map<String, Value> values, String name) {
    return values.get(name) instanceof Value.NumberValue number
        ? number.number().asLong().orElse(-1)
        : -1;
  }

  /** Decodes a body as a specification block says. */
  private record Decoder(Scope scope, Diagnostics own, Diagnostics found) {
    Value root(Body.Block specification, Body body) {
      if (specification.type().equals("literal")) {
        body.content(new Body.BodySchema(List.of(), List.of()), found);
        Value value = values(specification.body(), own).get("value");
        return value == null ? Values.NULL : value;
      }
      if (specification.type().equals("object")) {
        return object(specification.body(), body);
      }
      String name = text(specification.body(), "block_type");
      List<String> labels = labels(specification);
      Body.BodyContent content =
          body.content(
              new Body.BodySchema(
                  List.of(), List.of(new Body.BlockSchema(name, labels.toArray(new String[0])))),
              found);
      return blocks(specification, name, content);
    }

    private String text(Body specification, String name) {
      Body.Attribute attribute = setting(specification, name);
      return Values.text(Evaluator.evaluate(attribute.expression(), scope, own)).orElse("");
    }

    private Body.Attribute setting(Body specification, String name) {
      Body.Attribute attribute =
          specification
              .partialContent(
                  new Body.BodySchema(List.of(new Body.AttributeSchema(name, true)), List.of()),
                  own)
              .content()
              .attributes()
              .get(name);
      if (attribute == null) {
        throw new IllegalStateException(name + " is missing");
      }
      return attribute;
    }

    private List<String> labels(Body.Block specification) {
      return specification.type().equals("block_map") ? List.of("label") : List.of();
    }

    private Value object(Body specification, Body body) {
      Body.BodyContent parts = specification.content(OBJECT, own);
      List<Body.AttributeSchema> attributes = new ArrayList<>();
      List<Body.BlockSchema> blocks = new ArrayList<>();
      for (Body.Block part : parts.blocks()) {
        String name = part.labels().getFirst();
        if (part.type().equals("attr")) {
          attributes.add(new Body.AttributeSchema(name, false));
        } else {
          blocks.add(new Body.BlockSchema(name, labels(part)));
        }
      }
      Body.BodyContent content = body.content(new Body.BodySchema(attributes, blocks), found);
      Map<String, Value> values = new HashMap<>();
      for (Body.Block part : parts.blocks()) {
        String name = part.labels().getFirst();
        values.put(
            name,
            part.type().equals("attr")
                ? attribute(part.body(), name, content)
                : blocks(part, name, content));
      }
      return Values.object(values);
    }

    private Value attribute(Body specification, String name, Body.BodyContent content) {
      TypeConstraint type =
          TypeExpression.parse(setting(specification, "type").expression(), scope, own);
      Body.Attribute attribute = content.attributes().get(name);
      return attribute == null
          ? Value.nullOf(type.valueType())
          : Conversion.convert(Evaluator.evaluate(attribute.expression(), scope, found), type)
              .value();
    }

    private Value blocks(Body.Block specification, String name, Body.BodyContent content) {
      Body inner =
          specification
              .body()
              .partialContent(
                  new Body.BodySchema(List.of(), List.of(new Body.BlockSchema("object"))), own)
              .content()
              .blocks()
              .getFirst()
              .body();
      List<Value> values = new ArrayList<>();
      Map<String, Value> byLabel = new HashMap<>();
      for (Body.Block block : content.blocks(name)) {
        Value value = object(inner, block.body());
        values.add(value);
        if (!block.labels().isEmpty()) {
          byLabel.put(block.labels().getFirst(), value);
        }
      }
      return switch (specification.type()) {
        case "block_list" -> Values.list(values);
        case "block_map" -> Values.map(byLabel);
        default -> values.isEmpty() ? Values.NULL : values.getFirst();
      };
    }
  }
}
