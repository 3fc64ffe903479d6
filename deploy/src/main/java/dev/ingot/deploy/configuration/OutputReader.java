package dev.ingot.deploy.configuration;

import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.syntax.Body.Attribute;
import dev.ingot.lang.syntax.Body.AttributeSchema;
import dev.ingot.lang.syntax.Body.Block;
import dev.ingot.lang.syntax.Body.BlockSchema;
import dev.ingot.lang.syntax.Body.BodyContent;
import dev.ingot.lang.syntax.Body.BodySchema;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code output} blocks. */
final class OutputReader {
  private static final BodySchema SCHEMA =
      new BodySchema(
          List.of(
              new AttributeSchema("description", false),
              new AttributeSchema("value", true),
              new AttributeSchema("depends_on", false),
              new AttributeSchema("sensitive", false),
              new AttributeSchema("ephemeral", false)),
          List.of(new BlockSchema("precondition"), new BlockSchema("postcondition")));

  private final Diagnostics diagnostics;

  OutputReader(Diagnostics diagnostics) {
    this.diagnostics = diagnostics;
  }

  Optional<OutputValue> read(Block block) {
    String name = block.labels().getFirst();
    Names.check("output", name, block.labelRanges().getFirst(), diagnostics);
    BodyContent content = block.body().content(SCHEMA, diagnostics);
    Map<String, Attribute> attributes = content.attributes();
    for (Block postcondition : content.blocks("postcondition")) {
      diagnostics.error(
          "Postconditions are not allowed",
          "Output values can only have preconditions, not postconditions.",
          postcondition.typeRange());
    }
    boolean ephemeral = truth(attributes, "ephemeral");
    Attribute value = attributes.get("value");
    if (value == null) {
      return Optional.empty();
    }
    Attribute description = attributes.get("description");
    Attribute dependsOn = attributes.get("depends_on");
    return Optional.of(
        new OutputValue(
            name,
            value.expression(),
            description == null ? Optional.empty() : Constants.text(description, diagnostics),
            truth(attributes, "sensitive"),
            ephemeral,
            dependsOn == null
                ? List.of()
                : StaticTraversals.references(dependsOn.expression(), diagnostics),
            new ConditionReader(diagnostics).read(content.blocks("precondition"), "precondition"),
            block.headerRange()));
  }

  private boolean truth(Map<String, Attribute> attributes, String name) {
    Attribute attribute = attributes.get(name);
    return attribute != null && Constants.truth(attribute, diagnostics).orElse(false);
  }
}
