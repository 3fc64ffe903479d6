package dev.ingot.bake.template;

import dev.ingot.bake.template.TemplateBlocks.Validation;
import dev.ingot.bake.template.TemplateBlocks.Variable;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.syntax.Body.Attribute;
import dev.ingot.lang.syntax.Body.AttributeSchema;
import dev.ingot.lang.syntax.Body.Block;
import dev.ingot.lang.syntax.Body.BlockSchema;
import dev.ingot.lang.syntax.Body.BodyContent;
import dev.ingot.lang.syntax.Body.BodySchema;
import dev.ingot.lang.value.TypeConstraint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code variable} and {@code variables} blocks. */
final class VariableReader {
  private static final BodySchema VARIABLE =
      new BodySchema(
          List.of(
              new AttributeSchema("type", false),
              new AttributeSchema("default", false),
              new AttributeSchema("description", false),
              new AttributeSchema("sensitive", false)),
          List.of(new BlockSchema("validation")));
  private static final BodySchema VALIDATION =
      new BodySchema(
          List.of(
              new AttributeSchema("condition", true), new AttributeSchema("error_message", true)),
          List.of());

  private final StaticValues literals;
  private final Diagnostics diagnostics;

  VariableReader(StaticValues literals, Diagnostics diagnostics) {
    this.literals = literals;
    this.diagnostics = diagnostics;
  }

  Optional<Variable> block(Block block) {
    BodyContent content = block.body().content(VARIABLE, diagnostics);
    Map<String, Attribute> attributes = content.attributes();
    Attribute type = attributes.get("type");
    Attribute description = attributes.get("description");
    Attribute sensitive = attributes.get("sensitive");
    List<Validation> validations = new ArrayList<>();
    for (Block validation : content.blocks()) {
      Map<String, Attribute> parts =
          validation.body().content(VALIDATION, diagnostics).attributes();
      Attribute condition = parts.get("condition");
      Attribute message = parts.get("error_message");
      if (condition != null && message != null) {
        validations.add(
            new Validation(condition.expression(), message.expression(), validation.headerRange()));
      }
    }
    Optional<TypeConstraint> declared =
        type == null
            ? Optional.empty()
            : Optional.of(literals.type(type.expression(), diagnostics));
    return Optional.of(
        new Variable(
            block.labels().getFirst(),
            declared,
            Optional.ofNullable(attributes.get("default")).map(Attribute::expression),
            description == null ? "" : literals.text(description, diagnostics).orElse(""),
            sensitive != null && literals.flag(sensitive, diagnostics),
            validations,
            block.headerRange()));
  }

  List<Variable> shortForms(Block block) {
    List<Variable> variables = new ArrayList<>();
    block
        .body()
        .attributes(diagnostics)
        .forEach(
            (name, attribute) ->
                variables.add(
                    new Variable(
                        name,
                        Optional.empty(),
                        Optional.of(attribute.expression()),
                        "",
                        false,
                        List.of(),
                        attribute.nameRange())));
    return variables;
  }
}
