package dev.ingot.lang.guide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.DiagnosticFormat;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceFile;
import dev.ingot.lang.eval.ConsoleText;
import dev.ingot.lang.eval.Evaluator;
import dev.ingot.lang.eval.MapScope;
import dev.ingot.lang.eval.Scope;
import dev.ingot.lang.format.Formatter;
import dev.ingot.lang.function.FunctionSpec;
import dev.ingot.lang.function.standard.FunctionTable;
import dev.ingot.lang.schema.Attribute;
import dev.ingot.lang.schema.NestedBlock;
import dev.ingot.lang.schema.Nesting;
import dev.ingot.lang.schema.Schema;
import dev.ingot.lang.syntax.Body;
import dev.ingot.lang.syntax.EnclosingBlocks;
import dev.ingot.lang.syntax.Expression;
import dev.ingot.lang.syntax.Syntax;
import dev.ingot.lang.value.Marks;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.ValueJson;
import dev.ingot.lang.value.Values;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What {@code docs/lang.md} shows: every snippet there is one of the parts between the marks. */
class GuideTest {
  private static Scope scope() {
    // snippet: scope
    Scope.Environment environment =
        new Scope.Environment(
            Path.of("."), // relative paths of file() start here
            Path.of(System.getProperty("user.home")),
            Clock.systemUTC(),
            new Random(),
            false); // true: timestamp() and uuid() are unknown until applied
    Scope scope =
        new MapScope(
            Map.of(
                "region", Value.of("eu-1"),
                "sizes", Values.strings(List.of("s", "m")),
                "password", Value.of("hunter2").marked(Marks.SENSITIVE),
                "address", Value.unknown(Type.STRING)),
            FunctionTable.standard(),
            environment);
    // end
    return scope;
  }

  @Test
  void anExpressionIsReadAndEvaluated() {
    Scope scope = scope();
    // snippet: evaluate
    Diagnostics diagnostics = new Diagnostics();
    Expression expression =
        Syntax.parseExpression(
            new SourceFile("example", "[for s in sizes : \"${region}-${s}\"]"), diagnostics);
    Value value = Evaluator.evaluate(expression, scope, diagnostics);
    String json = ValueJson.format(value); // ["eu-1-s","eu-1-m"]
    String shown = ConsoleText.of(value); // as the console prints it
    // end
    assertThat(diagnostics.list()).isEmpty();
    assertThat(json).isEqualTo("[\"eu-1-s\",\"eu-1-m\"]");
    assertThat(shown).startsWith("[\n  \"eu-1-s\"");
  }

  @Test
  void unknownAndSensitiveValuesTravelOn() {
    Scope scope = scope();
    Diagnostics diagnostics = new Diagnostics();
    // snippet: unknown
    Expression url =
        Syntax.parseExpression(new SourceFile("example", "\"https://${address}/\""), diagnostics);
    Value later = Evaluator.evaluate(url, scope, diagnostics);
    boolean known = later.isKnown(); // false
    boolean startsWell = // true, known already
        later instanceof Value.UnknownValue unknown
            && unknown.refinement().prefix().equals("https://");

    Expression login =
        Syntax.parseExpression(new SourceFile("example", "\"root:${password}\""), diagnostics);
    boolean secret = Evaluator.evaluate(login, scope, diagnostics).marks().sensitive(); // true
    // end
    assertThat(known).isFalse();
    assertThat(startsWell).isTrue();
    assertThat(secret).isTrue();
  }

  @Test
  void aBodyIsDecodedWithASchema() {
    Scope scope = scope();
    // snippet: schema
    Schema server =
        Schema.of(
            Map.of(
                "name", Attribute.required(Type.STRING),
                "size", Attribute.optional(Type.STRING)),
            Map.of(
                "disk",
                new NestedBlock(
                    Schema.of(Map.of("gigabytes", Attribute.required(Type.NUMBER))),
                    Nesting.LIST,
                    0,
                    4)));
    String text =
        """
        name = "web-${region}"
        disk {
          gigabytes = 10 * 2
        }
        """;
    Diagnostics diagnostics = new Diagnostics();
    Body body = Syntax.parse(new SourceFile("server.hcl", text), diagnostics);
    Value decoded = server.decode(body, scope, diagnostics);
    Optional<Value> name = Values.attribute(decoded, "name"); // "web-eu-1"
    // end
    assertThat(diagnostics.list()).isEmpty();
    assertThat(name).contains(Value.of("web-eu-1"));
  }

  @Test
  void problemsAreValuesWithPlaces() {
    Scope scope = scope();
    // snippet: diagnostics
    Diagnostics diagnostics = new Diagnostics();
    SourceFile file = new SourceFile("server.hcl", "name = regoin\n");
    Body body = Syntax.parse(file, diagnostics);
    Schema.of(Map.of("name", Attribute.required(Type.STRING))).decode(body, scope, diagnostics);
    DiagnosticFormat format =
        new DiagnosticFormat(DiagnosticFormat.Style.PLAIN, new EnclosingBlocks());
    List<String> messages = new ArrayList<>();
    for (Diagnostic diagnostic : diagnostics.list()) {
      messages.add(format.text(diagnostic)); // with the line; never with a sensitive value
    }
    // end
    assertThat(messages).hasSize(1).allMatch(text -> text.contains("region"));
  }

  @Test
  void aFunctionIsAdded() {
    // snippet: function
    Scope.Function shout =
        FunctionSpec.named("shout")
            .parameter("text", Type.STRING)
            .returns(Type.STRING)
            .body(
                (arguments, type) ->
                    Value.of(arguments.text(0).toUpperCase(java.util.Locale.ROOT) + "!"));
    Scope.Functions standard = FunctionTable.standard();
    Scope.Functions functions =
        new Scope.Functions() {
          @Override
          public Optional<Scope.Function> find(String name) {
            return name.equals("shout") ? Optional.of(shout) : standard.find(name);
          }

          @Override
          public List<String> names() {
            List<String> names = new ArrayList<>(standard.names());
            names.add("shout");
            return names;
          }
        };
    // end
    Diagnostics diagnostics = new Diagnostics();
    Value value =
        Evaluator.evaluate(
            Syntax.parseExpression(new SourceFile("x", "shout(\"a\")"), diagnostics),
            new MapScope(Map.of(), functions, scope().environment()),
            diagnostics);
    assertThat(value).isEqualTo(Value.of("A!"));
  }

  @Test
  void textIsFormatted() {
    // snippet: format
    String formatted = Formatter.format("a=1\nlonger   = 2\n"); // "a      = 1\nlonger = 2\n"
    // end
    assertThat(formatted).isEqualTo("a      = 1\nlonger = 2\n");
  }

  @Test
  void theGuideShowsWhatIsTestedHere() throws IOException {
    Path guide = Path.of("../docs/lang.md");
    Path source = Path.of("src/test/java/dev/ingot/lang/guide/GuideTest.java");
    String shown = squeezed(Files.readString(guide));
    List<String> snippet = new ArrayList<>();
    boolean inside = false;
    int snippets = 0;
    for (String line : Files.readAllLines(source)) {
      if (line.strip().startsWith("// snippet: ")) {
        inside = true;
        snippet.clear();
      } else if (inside && line.strip().equals("// end")) {
        inside = false;
        snippets++;
        assertThat(shown).contains(squeezed(String.join("\n", snippet)));
      } else if (inside) {
        snippet.add(line);
      }
    }
    assertThat(snippets).isEqualTo(7);
  }

  /** The layout of a snippet in the guide is its own. */
  private static String squeezed(String text) {
    return text.replaceAll("\\s+", "");
  }
}
