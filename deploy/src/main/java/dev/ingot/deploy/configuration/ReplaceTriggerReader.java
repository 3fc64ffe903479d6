package dev.ingot.deploy.configuration;

import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.eval.Evaluator;
import dev.ingot.lang.syntax.Expression;
import dev.ingot.lang.syntax.StaticExpressions;
import dev.ingot.lang.syntax.Traversal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads {@code replace_triggered_by}. */
final class ReplaceTriggerReader {
  private static final Set<String> NOT_RESOURCES =
      Set.of("var", "local", "module", "path", "terraform", "self", "data", "ephemeral");
  private static final String SUMMARY = "Invalid replace_triggered_by expression";

  private final Diagnostics diagnostics;

  ReplaceTriggerReader(Diagnostics diagnostics) {
    this.diagnostics = diagnostics;
  }

  List<Expression> read(Expression list) {
    List<Expression> found = new ArrayList<>();
    for (Expression given : StaticTraversals.elements(list, diagnostics)) {
      if (StaticTraversals.isJson(given) && StaticTraversals.literalText(given).isEmpty()) {
        diagnostics.error(
            "Invalid reference expression",
            "A single reference string is required.",
            given.range());
        return found;
      }
      Expression element = StaticExpressions.written(given, diagnostics);
      if (element instanceof Expression.Invalid || check(element)) {
        found.add(element);
      } else {
        return found;
      }
    }
    return found;
  }

  /** Reports any attribute but the one that is allowed here. */
  private boolean attribute(Traversal reference, String name, Expression element) {
    if (!reference.steps().isEmpty()
        && reference.steps().getFirst() instanceof Traversal.Attribute(String found, var _)
        && found.equals(name)) {
      return true;
    }
    diagnostics.error(
        "Invalid " + reference.root() + " reference in replace_triggered_by expression",
        "Only " + reference.root() + "." + name + " may be used in replace_triggered_by.",
        element.range());
    return false;
  }

  /** Reports a name that stands for nothing alone. */
  private boolean isBare(Traversal reference) {
    String root = reference.root();
    long names =
        reference.steps().stream()
            .takeWhile(step -> step instanceof Traversal.Attribute)
            .limit(2)
            .count();
    boolean twice = root.equals("data") || root.equals("ephemeral");
    boolean known =
        root.equals("count")
            || root.equals("each")
            || (NOT_RESOURCES.contains(root) && !root.equals("self"));
    if (!known || names >= (twice ? 2 : 1)) {
      return false;
    }
    diagnostics.error(
        "Invalid reference",
        "The \""
            + root
            + (twice
                ? "\" object must be followed by two attribute names: the type and the name."
                : "\" object cannot be accessed directly. Instead, access one of its attributes."),
        reference.range());
    return true;
  }

  private boolean check(Expression element) {
    boolean good = true;
    int resources = 0;
    for (Traversal reference : Evaluator.references(element)) {
      if (isBare(reference)) {
        return false;
      }
      switch (reference.root()) {
        case "count" -> good &= attribute(reference, "index", element);
        case "each" -> good &= attribute(reference, "key", element);
        default -> {
          if (NOT_RESOURCES.contains(reference.root())) {
            diagnostics.error(
                "Invalid reference in replace_triggered_by expression",
                "Only resources, count.index, and each.key may be used in replace_triggered_by.",
                reference.range());
            good = false;
          } else if (reference.steps().isEmpty()
              || !(reference.steps().getFirst() instanceof Traversal.Attribute)) {
            diagnostics.error(
                "Invalid reference",
                "A reference to a resource type must be followed by at least one attribute access,"
                    + " specifying the resource name.",
                reference.range());
            return false;
          } else {
            resources++;
          }
        }
      }
    }
    if (resources == 0) {
      diagnostics.error(
          SUMMARY,
          "Missing resource reference in replace_triggered_by expression.",
          element.range());
      return false;
    }
    if (resources > 1) {
      diagnostics.error(
          SUMMARY,
          "Multiple resource references in replace_triggered_by expression.",
          element.range());
      return false;
    }
    return good;
  }
}
