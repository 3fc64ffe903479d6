package dev.ingot.lang.function;

import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceFile;
import dev.ingot.lang.eval.Evaluator;
import dev.ingot.lang.eval.MapScope;
import dev.ingot.lang.eval.Scope;
import dev.ingot.lang.syntax.Expression;
import dev.ingot.lang.syntax.Syntax;
import dev.ingot.lang.syntax.Traversal;
import dev.ingot.lang.value.Marks;
import dev.ingot.lang.value.Quoting;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Renders the templates of {@code templatefile} and {@code templatestring}. */
public final class TemplateRendering {
  private static final int VARIABLES = 1;

  private TemplateRendering() {}

  /** Reads a template; a mistake in it fails the call. */
  public static Expression parse(String name, String text) throws FunctionFailure {
    Diagnostics problems = new Diagnostics();
    Expression template = Syntax.parseTemplate(new SourceFile(name, text), problems);
    if (problems.hasErrors()) {
      throw new FunctionFailure(inOneLine(problems.list()));
    }
    return template;
  }

  /** The template with variables from a map or object, which is the second argument. */
  public static Value render(Expression template, Value marked, Scope scope)
      throws FunctionFailure {
    Marks marks = marked.marks();
    Value variables = marked.unmarked();
    Type type = variables.type();
    if (!(type instanceof Type.MapType)
        && !(type instanceof Type.ObjectType)
        && variables.isKnown()) {
      throw new FunctionFailure(VARIABLES, "invalid vars value: must be a map");
    }
    if (variables.isNull()) {
      throw new FunctionFailure(VARIABLES, "invalid vars value: must be a map");
    }
    if (!variables.isKnown()) {
      return Values.DYNAMIC_UNKNOWN.marked(marks);
    }
    Map<String, Value> entries = Arguments.entries(variables);
    for (String name : entries.keySet()) {
      if (!isVariableName(name)) {
        throw new FunctionFailure(
            VARIABLES,
            "invalid template variable name "
                + Quoting.quoted(name)
                + ": must start with a letter, followed by zero or more letters, digits, and"
                + " underscores");
      }
    }
    for (Traversal reference : Evaluator.references(template)) {
      if (!entries.containsKey(reference.root())) {
        throw new FunctionFailure(
            VARIABLES,
            "vars map does not contain key "
                + Quoting.quoted(reference.root())
                + ", referenced at "
                + reference.rootRange());
      }
    }
    Diagnostics problems = new Diagnostics();
    Value result =
        Evaluator.evaluate(
            template,
            new MapScope(entries, new InTemplate(scope.functions()), scope.environment()),
            problems);
    if (problems.hasErrors()) {
      throw new FunctionFailure(inOneLine(problems.list()));
    }
    return result.marked(marks);
  }

  private static boolean isVariableName(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (!letter && (i == 0 || (c != '_' && c != '-' && (c < '0' || c > '9')))) {
        return false;
      }
    }
    return !name.isEmpty();
  }

  private static String inOneLine(List<Diagnostic> problems) {
    Diagnostic first = problems.stream().filter(Diagnostic::isError).findFirst().orElseThrow();
    return first.subject().map(place -> place + ": ").orElse("")
        + first.summary()
        + "; "
        + first.detail()
        + (problems.size() > 1 ? ", and " + (problems.size() - 1) + " other diagnostic(s)" : "");
  }

  /** The functions inside a template: rendering another template from there might never end. */
  private record InTemplate(Scope.Functions outer) implements Scope.Functions {
    @Override
    public Optional<Scope.Function> find(String name) {
      String plain = FunctionSpec.plainName(name);
      return plain.equals("templatefile") || plain.equals("templatestring")
          ? Optional.of(refused())
          : outer.find(name);
    }

    private static Scope.Function refused() {
      return (call, diagnostics) -> {
        diagnostics.add(
            new FunctionFailure(
                    "cannot recursively call "
                        + call.name()
                        + " from inside another template function")
                .diagnostic(call.name(), Optional.empty(), call.argumentRanges(), call.range()));
        return Values.DYNAMIC_UNKNOWN;
      };
    }

    @Override
    public List<String> names() {
      return outer.names();
    }
  }
}
