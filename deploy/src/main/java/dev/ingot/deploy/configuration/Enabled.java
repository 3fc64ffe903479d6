package dev.ingot.deploy.configuration;

import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceRange;
import dev.ingot.lang.syntax.Body.Attribute;
import dev.ingot.lang.syntax.Body.Block;
import dev.ingot.lang.syntax.Expression;
import java.util.Map;
import java.util.Optional;

/**
 * {@code enabled} in a {@code lifecycle} block: whether there is the one instance of a resource or
 * a module. Rules: recorded behaviour of OpenTofu 1.12, which added it to the language.
 *
 * @param argument the name of the argument
 * @param block the type of the block it is in
 */
public record Enabled(Expression expression, SourceRange argument, SourceRange block) {
  static final String NAME = "enabled";

  static Optional<Enabled> of(Block lifecycle, Map<String, Attribute> attributes) {
    return Optional.ofNullable(attributes.get(NAME))
        .map(found -> new Enabled(found.expression(), found.nameRange(), lifecycle.typeRange()));
  }

  /**
   * Reports it beside {@code count} or {@code for_each}.
   *
   * @param attributes those of the resource or module
   * @param rule what the rule says of them
   */
  void refuseBeside(Map<String, Attribute> attributes, String rule, Diagnostics diagnostics) {
    for (String name : java.util.List.of("count", "for_each")) {
      Attribute other = attributes.get(name);
      if (other != null) {
        boolean count = name.equals("count");
        diagnostics.error(
            "Invalid combination of "
                + (count ? "\"count\" and \"enabled\"" : "\"enabled\" and \"for_each\""),
            "The "
                + (count ? "\"count\" and \"enabled\"" : "\"enabled\" and \"for_each\"")
                + " meta-arguments are mutually-exclusive. "
                + rule,
            other.nameRange());
      }
    }
  }
}
