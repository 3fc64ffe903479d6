package dev.ingot.deploy.test;

import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceRange;
import dev.ingot.lang.Suggestion;
import dev.ingot.lang.eval.Scope;
import dev.ingot.lang.syntax.Traversal;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What names mean in a test file: {@code run.NAME} are the outputs of an earlier run, {@code
 * output} those of the run at hand, {@code var} the variables of the test. All other names are
 * those of the module that was run.
 *
 * @param variables the variables of the test
 * @param runs the outputs of earlier runs, by name
 * @param later the names of the runs that have not been run, that at hand included
 * @param before what they should have been run before, in messages
 * @param outputs of the run at hand; empty before it was run
 * @param inner what other names mean
 */
record TestScope(
    Map<String, Value> variables,
    Map<String, Value> runs,
    Set<String> later,
    String before,
    Optional<Map<String, Value>> outputs,
    Scope inner)
    implements Scope {
  @Override
  public Optional<Resolved> resolve(Traversal traversal, Diagnostics diagnostics) {
    if (traversal.steps().isEmpty()
        || !(traversal.steps().getFirst() instanceof Traversal.Attribute(String name, var _))) {
      return outputs.isPresent() && Set.of("run", "output").contains(traversal.root())
          ? Optional.of(nameless(traversal, diagnostics))
          : inner.resolve(traversal, diagnostics);
    }
    return switch (traversal.root()) {
      case "run" ->
          inner instanceof NoModule(var _, TestPart part) && part == TestPart.FILE_VARIABLES
              ? inner.resolve(traversal, diagnostics)
              : Optional.of(run(name, traversal, diagnostics));
      case "output" ->
          outputs.isPresent()
              ? Optional.of(output(name, outputs.get(), traversal, diagnostics))
              : inner.resolve(traversal, diagnostics);
      case "var" -> known(variables, name).or(() -> inner.resolve(traversal, diagnostics));
      default -> inner.resolve(traversal, diagnostics);
    };
  }

  /** Whether a name means something of the test, and not of the module. */
  boolean isOwn(Traversal traversal) {
    return switch (traversal.root()) {
      case "run", "output" -> true;
      case "var" ->
          !traversal.steps().isEmpty()
              && traversal.steps().getFirst() instanceof Traversal.Attribute(String name, var _)
              && variables.containsKey(name);
      default -> false;
    };
  }

  private static Optional<Resolved> known(Map<String, Value> values, String name) {
    return Optional.ofNullable(values.get(name)).map(value -> new Resolved(value, 1));
  }

  /** Which run or output isn't said, so that the first word may as well be a type of resource. */
  private static Resolved nameless(Traversal traversal, Diagnostics diagnostics) {
    diagnostics.error(
        "Invalid reference",
        "A reference to a resource type must be followed by at least one attribute access,"
            + " specifying the resource name.",
        traversal.steps().isEmpty() ? traversal.rootRange() : traversal.steps().getFirst().range());
    return new Resolved(Values.DYNAMIC_UNKNOWN, traversal.steps().size());
  }

  private static SourceRange place(Traversal traversal) {
    return traversal.rootRange().to(traversal.steps().getFirst().range());
  }

  private Resolved run(String name, Traversal traversal, Diagnostics diagnostics) {
    SourceRange place = place(traversal);
    if (outputs.isPresent() && later.contains(name)) {
      diagnostics.error(
          "Reference to unevaluated run block",
          "The run \""
              + name
              + "\" block has not yet been evaluated, so its results are not available here.",
          place);
      return new Resolved(Values.DYNAMIC_UNKNOWN, traversal.steps().size());
    }
    Value value = runs.get(name);
    if (value != null && outputs.isEmpty() && isUnknown(value, traversal)) {
      diagnostics.error(
          "Reference to unknown value",
          "The value for "
              + traversal.text()
              + " is unknown. Run block \""
              + name
              + "\" is executing a \"plan\" operation, and the specified output value is only known"
              + " after apply.",
          traversal.range());
      return new Resolved(Values.DYNAMIC_UNKNOWN, traversal.steps().size());
    }
    if (value != null) {
      return new Resolved(value, 1);
    }
    if (later.contains(name)) {
      diagnostics.error(
          "Reference to unavailable run block",
          "The run block \""
              + name
              + "\" has not executed yet. You can only reference run blocks that are in the same"
              + " test file and will execute before the "
              + before
              + ".",
          place);
    } else if (outputs.isPresent()) {
      diagnostics.error(
          "Reference to undeclared run block",
          "There is no run \""
              + name
              + "\" declared in this test suite."
              + Suggestion.hint(name, runs.keySet()),
          place);
    } else {
      diagnostics.error(
          "Reference to unknown run block",
          "The run block \""
              + name
              + "\" does not exist within this test file. You can only reference run blocks that"
              + " are in the same test file and will execute before the "
              + before
              + ".",
          place);
    }
    return new Resolved(Values.DYNAMIC_UNKNOWN, traversal.steps().size());
  }

  private static boolean isUnknown(Value run, Traversal traversal) {
    return traversal.steps().size() > 1
        && traversal.steps().get(1) instanceof Traversal.Attribute(String output, var _)
        && Values.attribute(run, output).map(found -> !Values.isWhollyKnown(found)).orElse(false);
  }

  private static Resolved output(
      String name, Map<String, Value> outputs, Traversal traversal, Diagnostics diagnostics) {
    return known(outputs, name)
        .orElseGet(
            () -> {
              diagnostics.error(
                  "Reference to undeclared output value",
                  "An output value with the name \""
                      + name
                      + "\" has not been declared."
                      + Suggestion.hint(name, outputs.keySet()),
                  place(traversal));
              return new Resolved(Values.DYNAMIC_UNKNOWN, traversal.steps().size());
            });
  }

  @Override
  public List<String> names() {
    return inner.names();
  }

  @Override
  public Functions functions() {
    return inner.functions();
  }

  @Override
  public Environment environment() {
    return inner.environment();
  }
}
