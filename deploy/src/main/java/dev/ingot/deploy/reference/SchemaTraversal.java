package dev.ingot.deploy.reference;

import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceRange;
import dev.ingot.lang.eval.Evaluator;
import dev.ingot.lang.schema.Attribute;
import dev.ingot.lang.schema.NestedBlock;
import dev.ingot.lang.schema.Schema;
import dev.ingot.lang.syntax.Traversal;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Follows the steps of a reference into an object through its schema, whatever its value. Rules:
 * the recorded behaviour of Terraform 1.11.
 */
final class SchemaTraversal {
  private final Diagnostics diagnostics;

  /**
   * @param diagnostics receives what the schema doesn't have
   */
  SchemaTraversal(Diagnostics diagnostics) {
    this.diagnostics = diagnostics;
  }

  /** Follows steps that begin at an object of a schema. */
  void follow(Schema schema, List<Traversal.Step> steps) {
    if (steps.isEmpty()) {
      return;
    }
    switch (steps.getFirst()) {
      case Traversal.Attribute(String name, SourceRange range) ->
          follow(schema, name, range, steps.subList(1, steps.size()));
      case Traversal.Key(Value key, SourceRange range) -> {
        Optional<String> name = Values.text(key);
        diagnostics.error(
            "Invalid index operation",
            name.isPresent()
                ? "Only attribute access is allowed here. Did you mean to access attribute \""
                    + name.get()
                    + "\" using the dot operator?"
                : "Only attribute access is allowed here, using the dot operator.",
            range);
      }
    }
  }

  /**
   * Follows a name of a schema and steps beyond it.
   *
   * @param place where the name is written
   */
  void follow(Schema schema, String name, SourceRange place, List<Traversal.Step> rest) {
    Attribute attribute = schema.attributes().get(name);
    NestedBlock block = schema.blocks().get(name);
    if (attribute != null) {
      if (attribute.documentation().deprecated()) {
        diagnostics.add(
            Diagnostic.warning(
                "Deprecated attribute",
                "The attribute \""
                    + name
                    + "\" is deprecated. Refer to the provider documentation for details.",
                place));
      }
      if (!rest.isEmpty()) {
        Evaluator.traverse(Value.unknown(attribute.type()), rest, diagnostics);
      }
    } else if (block != null) {
      blocks(name, block, rest);
    } else {
      missing(schema, name, place);
    }
  }

  private void blocks(String type, NestedBlock block, List<Traversal.Step> rest) {
    if (rest.isEmpty()) {
      return;
    }
    Traversal.Step next = rest.getFirst();
    switch (block.nesting()) {
      case SINGLE, GROUP -> follow(block.schema(), rest);
      case LIST -> {
        if (next instanceof Traversal.Key(Value key, var _)
            && key.unmarked() instanceof Value.NumberValue) {
          follow(block.schema(), rest.subList(1, rest.size()));
        } else {
          diagnostics.error(
              "Invalid operation",
              "Block type \""
                  + type
                  + "\" is represented by a list of objects, so it must be indexed using a numeric"
                  + " key, like ."
                  + type
                  + "[0].",
              next.range());
        }
      }
      case SET ->
          diagnostics.error(
              "Cannot index a set value",
              "Block type \""
                  + type
                  + "\" is represented by a set of objects, and set elements do not have"
                  + " addressable keys. To find elements matching specific criteria, use a \"for\""
                  + " expression with an \"if\" clause.",
              next.range());
      case MAP -> follow(block.schema(), rest.subList(1, rest.size()));
    }
  }

  private void missing(Schema schema, String name, SourceRange place) {
    List<String> known = new ArrayList<>(schema.attributes().keySet());
    known.addAll(schema.blocks().keySet());
    diagnostics.error(
        "Unsupported attribute",
        "This object has no argument, nested block, or exported attribute named \""
            + name
            + "\"."
            + ReferenceChecker.suggestion(name, known).map(" "::concat).orElse(""),
        place);
  }
}
