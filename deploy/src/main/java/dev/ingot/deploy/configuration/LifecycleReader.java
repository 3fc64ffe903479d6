package dev.ingot.deploy.configuration;

import dev.ingot.address.ResourceMode;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.syntax.Body.Attribute;
import dev.ingot.lang.syntax.Body.AttributeSchema;
import dev.ingot.lang.syntax.Body.Block;
import dev.ingot.lang.syntax.Body.BlockSchema;
import dev.ingot.lang.syntax.Body.BodyContent;
import dev.ingot.lang.syntax.Body.BodySchema;
import dev.ingot.lang.syntax.Expression;
import dev.ingot.lang.syntax.Traversal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the {@code lifecycle} blocks of resources. */
final class LifecycleReader {
  private static final BodySchema SCHEMA =
      new BodySchema(
          List.of(
              new AttributeSchema(Enabled.NAME, false),
              new AttributeSchema("create_before_destroy", false),
              new AttributeSchema("prevent_destroy", false),
              new AttributeSchema("ignore_changes", false),
              new AttributeSchema("replace_triggered_by", false)),
          List.of(
              new BlockSchema("precondition"),
              new BlockSchema("postcondition"),
              NewerBlocks.TRIGGER));

  private final Diagnostics diagnostics;

  LifecycleReader(Diagnostics diagnostics) {
    this.diagnostics = diagnostics;
  }

  /**
   * @param key of the resource
   */
  Lifecycle read(Block block, ResourceMode mode, String key) {
    BodyContent content = block.body().content(SCHEMA, diagnostics);
    for (Block trigger : content.blocks("action_trigger")) {
      boolean _ = NewerBlocks.refuse(trigger, diagnostics);
    }
    Map<String, Attribute> attributes = content.attributes();
    if (mode != ResourceMode.MANAGED) {
      attributes.values().stream()
          .filter(attribute -> !attribute.name().equals(Enabled.NAME))
          .forEach(attribute -> refuse(attribute, mode));
    }
    ConditionReader conditions = new ConditionReader(diagnostics);
    Lifecycle plain =
        new Lifecycle(
            Enabled.of(block, attributes),
            Optional.empty(),
            false,
            false,
            List.of(),
            List.of(),
            conditions.read(content.blocks("precondition"), "precondition", key),
            conditions.read(content.blocks("postcondition"), "postcondition", key));
    return mode == ResourceMode.MANAGED ? managed(attributes, plain) : plain;
  }

  private void refuse(Attribute attribute, ResourceMode mode) {
    String word = mode == ResourceMode.DATA ? "data" : "ephemeral";
    diagnostics.error(
        "Invalid " + word + " resource lifecycle argument",
        "The lifecycle argument \""
            + attribute.name()
            + "\" is defined only for managed resources (\"resource\" blocks), and is not valid for"
            + " "
            + word
            + " resources.",
        attribute.nameRange());
  }

  private Lifecycle managed(Map<String, Attribute> attributes, Lifecycle plain) {
    Attribute createBeforeDestroy = attributes.get("create_before_destroy");
    Attribute preventDestroy = attributes.get("prevent_destroy");
    Attribute ignoreChanges = attributes.get("ignore_changes");
    Attribute replaceTriggeredBy = attributes.get("replace_triggered_by");
    boolean ignoreAll =
        ignoreChanges != null
            && StaticTraversals.keyword(ignoreChanges.expression()).orElse("").equals("all");
    return new Lifecycle(
        plain.enabled(),
        createBeforeDestroy == null
            ? Optional.empty()
            : Constants.truth(createBeforeDestroy, diagnostics),
        preventDestroy != null && Constants.truth(preventDestroy, diagnostics).orElse(false),
        ignoreAll,
        ignoreAll || ignoreChanges == null ? List.of() : ignored(ignoreChanges.expression()),
        replaceTriggeredBy == null
            ? List.of()
            : new ReplaceTriggerReader(diagnostics).read(replaceTriggeredBy.expression()),
        plain.preconditions(),
        plain.postconditions());
  }

  /** The list in {@code ignore_changes}; a wildcard in it meant "all" in Terraform 0.11. */
  private List<Traversal> ignored(Expression list) {
    List<Traversal> found = new ArrayList<>();
    List<Expression> wildcards = new ArrayList<>();
    List<Expression> elements = StaticTraversals.elements(list, diagnostics);
    for (Expression element : elements) {
      if (StaticTraversals.literalText(element).orElse("").equals("*")) {
        wildcards.add(element);
      } else {
        StaticTraversals.reference(element, diagnostics).ifPresent(found::add);
      }
    }
    if (!wildcards.isEmpty()) {
      diagnostics.error(
          "Invalid ignore_changes wildcard",
          "The [\"*\"] form of ignore_changes was deprecated and is now invalid. Use"
              + " \"ignore_changes = all\" to ignore changes to all attributes.",
          list.range());
      if (wildcards.size() < elements.size()) {
        diagnostics.error(
            "Invalid ignore_changes ruleset",
            "Cannot mix wildcard string \"*\" with non-wildcard references.",
            wildcards.getFirst().range());
      }
    }
    return found;
  }
}
