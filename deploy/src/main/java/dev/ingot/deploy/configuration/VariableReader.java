package dev.ingot.deploy.configuration;

import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceRange;
import dev.ingot.lang.eval.Evaluator;
import dev.ingot.lang.syntax.Body.Attribute;
import dev.ingot.lang.syntax.Body.AttributeSchema;
import dev.ingot.lang.syntax.Body.Block;
import dev.ingot.lang.syntax.Body.BlockSchema;
import dev.ingot.lang.syntax.Body.BodyContent;
import dev.ingot.lang.syntax.Body.BodySchema;
import dev.ingot.lang.syntax.Expression;
import dev.ingot.lang.syntax.Traversal;
import dev.ingot.lang.value.Conversion;
import dev.ingot.lang.value.TypeConstraint;
import dev.ingot.lang.value.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads {@code variable} blocks. Rules: the recorded behaviour of Terraform 1.11. */
final class VariableReader {
  private static final BodySchema SCHEMA =
      new BodySchema(
          List.of(
              new AttributeSchema("description", false),
              new AttributeSchema("default", false),
              new AttributeSchema("type", false),
              new AttributeSchema("sensitive", false),
              new AttributeSchema("ephemeral", false),
              new AttributeSchema("nullable", false)),
          List.of(new BlockSchema("validation")));
  private static final Set<String> RESERVED =
      Set.of(
          "source",
          "version",
          "provider",
          "providers",
          "count",
          "for_each",
          "lifecycle",
          "depends_on",
          "locals");

  private final Diagnostics diagnostics;

  VariableReader(Diagnostics diagnostics) {
    this.diagnostics = diagnostics;
  }

  InputVariable read(Block block) {
    String name = block.labels().getFirst();
    SourceRange nameRange = block.labelRanges().getFirst();
    if (RESERVED.contains(name)) {
      diagnostics.error(
          "Invalid variable name",
          "The variable name \""
              + name
              + "\" is reserved due to its special meaning inside module blocks.",
          nameRange);
    } else {
      Names.check("variable", name, nameRange, diagnostics);
    }
    BodyContent content = block.body().content(SCHEMA, diagnostics);
    Map<String, Attribute> attributes = content.attributes();
    Attribute type = attributes.get("type");
    Diagnostics typing = new Diagnostics();
    TypeConstraint constraint =
        type == null ? TypeConstraint.ANY : VariableType.read(type.expression(), typing);
    diagnostics.addAll(typing);
    boolean nullable = truth(attributes, "nullable", true);
    Attribute given = attributes.get("default");
    Optional<Value> defaultValue =
        given == null
            ? Optional.empty()
            : defaultValue(
                block, given, typing.hasErrors() ? TypeConstraint.ANY : constraint, nullable);
    Attribute description = attributes.get("description");
    List<Condition> validations =
        new ConditionReader(diagnostics)
            .read(
                content.blocks("validation"),
                "validation",
                "",
                condition -> checkOwnReference(name, condition));
    return new InputVariable(
        name,
        constraint,
        type != null,
        defaultValue,
        description == null ? Optional.empty() : Constants.text(description, diagnostics),
        nullable,
        truth(attributes, "sensitive", false),
        truth(attributes, "ephemeral", false),
        validations,
        block.headerRange(),
        nameRange);
  }

  private Optional<Value> defaultValue(
      Block block, Attribute given, TypeConstraint constraint, boolean nullable) {
    Diagnostics own = new Diagnostics();
    Value value = Constants.evaluate(given.expression(), own);
    diagnostics.addAll(own);
    if (own.hasErrors() || given.expression() instanceof Expression.Invalid) {
      return Optional.of(Value.unknown(constraint.valueType()));
    }
    boolean overridden = block.body() instanceof MergedBody;
    Conversion.Result converted = Conversion.convert(value, constraint);
    if (converted.problem().isPresent()) {
      diagnostics.error(
          "Invalid default value for variable",
          (!overridden
                  ? "This default value is not compatible with the variable's type constraint: "
                  : given.range().file() == block.headerRange().file()
                      ? "Overriding this variable's type constraint has made its default value"
                          + " invalid: "
                      : "The overridden default value for this variable is not compatible with the"
                          + " variable's type constraint: ")
              + converted.problem().get()
              + ".",
          block.body() instanceof MergedBody merged
              ? merged.overHeader()
              : given.expression().range());
    } else if (converted.value().isNull() && !nullable) {
      diagnostics.error(
          "Invalid default value for variable",
          "A null default value is not valid when nullable=false.",
          given.expression().range());
    }
    return Optional.of(converted.value());
  }

  private void checkOwnReference(String name, Expression condition) {
    for (Traversal reference : Evaluator.references(condition)) {
      if (reference.root().equals("var")
          && !reference.steps().isEmpty()
          && reference.steps().getFirst() instanceof Traversal.Attribute(String found, var _)
          && found.equals(name)) {
        return;
      }
    }
    diagnostics.error(
        "Invalid variable validation condition",
        "The condition for variable \""
            + name
            + "\" must refer to var."
            + name
            + " in order to test incoming values.",
        condition.range());
  }

  private boolean truth(Map<String, Attribute> attributes, String name, boolean otherwise) {
    Attribute attribute = attributes.get(name);
    return attribute == null
        ? otherwise
        : Constants.truth(attribute, diagnostics).orElse(otherwise);
  }
}
