package dev.ingot.deploy.reference;

import dev.ingot.address.ConfigResource;
import dev.ingot.address.ResourceMode;
import dev.ingot.deploy.configuration.ResourceConfiguration;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceRange;
import dev.ingot.lang.Suggestion;
import dev.ingot.lang.syntax.Traversal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Checks references for problems that don't depend on values. Rules: the recorded behaviour of
 * Terraform 1.11.
 */
final class ReferenceChecker {
  /** The repetition of the block that contains an expression. */
  enum Repetition {
    NONE,
    COUNT,
    FOR_EACH
  }

  private final ModuleNodes module;
  private final Schemas schemas;
  private final Optional<String> check;

  /**
   * @param check the name of the check block whose references these are
   */
  ReferenceChecker(ModuleNodes module, Schemas schemas, Optional<String> check) {
    this.module = module;
    this.schemas = schemas;
    this.check = check;
  }

  void check(
      Traversal traversal,
      Reference reference,
      Repetition repetition,
      boolean selfAllowed,
      Diagnostics diagnostics) {
    switch (reference) {
      case Reference.Variable variable -> {
        if (!module.variables.containsKey(variable.name())) {
          String name = variable.name();
          undeclared(
              "input variable",
              "An input variable with the name \"" + name + "\" has not been declared.",
              suggestion(name, module.variables.keySet())
                  .orElse(
                      "This variable can be declared with a variable \"" + name + "\" {} block."),
              variable.range(),
              diagnostics);
        }
      }
      case Reference.Local local -> {
        if (!module.locals.containsKey(local.name())) {
          undeclared(
              "local value",
              "A local value with the name \"" + local.name() + "\" has not been declared.",
              suggestion(local.name(), module.locals.keySet()).orElse(""),
              local.range(),
              diagnostics);
        }
      }
      case Reference.Module call -> module(traversal, call, diagnostics);
      case Reference.Resource resource -> resource(traversal, resource, diagnostics);
      case Reference.Attribute attribute -> attribute(attribute, repetition, diagnostics);
      case Reference.Self self -> {
        if (!selfAllowed) {
          diagnostics.error(
              "Invalid \"self\" reference",
              "The \"self\" object is not available in this context. This object can be used only"
                  + " in resource provisioner, connection, and postcondition blocks.",
              self.range());
        }
      }
    }
  }

  static Optional<String> suggestion(String name, Collection<String> known) {
    return Suggestion.nearest(name, known).map(found -> "Did you mean \"" + found + "\"?");
  }

  private static void undeclared(
      String kind, String detail, String hint, SourceRange range, Diagnostics diagnostics) {
    diagnostics.error(
        "Reference to undeclared " + kind, hint.isEmpty() ? detail : detail + " " + hint, range);
  }

  private void module(Traversal traversal, Reference.Module call, Diagnostics diagnostics) {
    Node.Call node = module.calls.get(call.name());
    if (node == null) {
      undeclared(
          "module",
          "No module call named \""
              + call.name()
              + "\" is declared in "
              + module.tree().title()
              + ".",
          suggestion(call.name(), module.calls.keySet()).orElse(""),
          call.range(),
          diagnostics);
      return;
    }
    if (node.call().count().isPresent()
        || node.call().forEach().isPresent()
        || call.key().isPresent()) {
      // What an instance has is seen when it is evaluated.
      return;
    }
    ModuleNodes child = module.children.get(call.name());
    if (child != null
        && call.output().isPresent()
        && !child.outputs.containsKey(call.output().get())) {
      diagnostics.error(
          "Unsupported attribute",
          "This object does not have an attribute named \""
              + call.output().get()
              + "\"."
              + suggestion(call.output().get(), child.outputs.keySet()).map(" "::concat).orElse(""),
          traversal.steps().get(call.steps() - 1).range());
    }
  }

  private void resource(Traversal traversal, Reference.Resource found, Diagnostics diagnostics) {
    String key = ConfigResource.localText(found.mode(), found.type(), found.name());
    Node.Resource node = module.resources.get(key);
    if (node == null) {
      undeclaredResource(found, diagnostics);
      return;
    }
    ResourceConfiguration resource = node.resource();
    if (!isVisible(resource)) {
      diagnostics.error(
          "Reference to scoped resource",
          "The referenced data resource \""
              + found.type()
              + "\" \""
              + found.name()
              + "\" is not available from this context.",
          found.range());
      return;
    }
    boolean repeated = resource.count().isPresent() || resource.forEach().isPresent();
    List<Traversal.Step> rest = traversal.steps().subList(found.steps(), traversal.steps().size());
    if (!repeated && found.key().isPresent()) {
      diagnostics.error(
          "Unexpected resource instance key",
          "Because "
              + key
              + " does not have \"count\" or \"for_each\" set, references to it must not include an"
              + " index key. Remove the bracketed index to refer to the single instance of this"
              + " resource.",
          found.range());
    }
    if (repeated && found.key().isEmpty()) {
      if (!rest.isEmpty() && rest.getFirst() instanceof Traversal.Attribute) {
        String argument = resource.count().isPresent() ? "count" : "for_each";
        diagnostics.error(
            "Missing resource instance key",
            "Because "
                + key
                + " has \""
                + argument
                + "\" set, its attributes must be accessed on specific instances.\n\nFor example,"
                + " to correlate with indices of a referring resource, use:\n    "
                + key
                + (argument.equals("count") ? "[count.index]" : "[each.key]"),
            found.resourceRange());
      }
    }
  }

  /** Whether a resource has the attribute that a reference names, after all else is checked. */
  void attributes(Traversal traversal, Reference reference, Diagnostics diagnostics) {
    if (reference instanceof Reference.Resource found) {
      Node.Resource node =
          module.resources.get(ConfigResource.localText(found.mode(), found.type(), found.name()));
      if (node != null && isVisible(node.resource())) {
        attributes(
            node, traversal.steps().subList(found.steps(), traversal.steps().size()), diagnostics);
      }
    }
  }

  /** The same for a condition of a resource that looks at the resource itself. */
  void self(Node.Resource node, Traversal traversal, Reference reference, Diagnostics diagnostics) {
    if (reference instanceof Reference.Self) {
      attributes(node, traversal.steps(), diagnostics);
    }
  }

  private boolean isVisible(ResourceConfiguration resource) {
    return resource.check().isEmpty() || resource.check().equals(check);
  }

  private void attributes(Node.Resource node, List<Traversal.Step> rest, Diagnostics diagnostics) {
    ResourceConfiguration resource = node.resource();
    schemas
        .resource(node.provider().provider(), resource.mode(), resource.type())
        .ifPresent(type -> new SchemaTraversal(diagnostics).follow(type.block(), rest));
  }

  private void undeclaredResource(Reference.Resource found, Diagnostics diagnostics) {
    String where = module.tree().title();
    String other =
        ConfigResource.localText(
            found.mode() == ResourceMode.DATA ? ResourceMode.MANAGED : ResourceMode.DATA,
            found.type(),
            found.name());
    String hint = "";
    if (module.resources.containsKey(other)) {
      hint =
          "\n\nDid you mean the "
              + (found.mode() == ResourceMode.DATA ? "managed resource " : "data resource ")
              + other
              + "?";
    } else if (found.name().length() > 3) {
      List<String> names = new ArrayList<>();
      for (Node.Resource candidate : module.resources.values()) {
        if (candidate.resource().mode() == found.mode()
            && candidate.resource().type().equals(found.type())) {
          names.add(candidate.resource().name());
        }
      }
      hint = suggestion(found.name(), names).map(" "::concat).orElse("");
    }
    String kind =
        switch (found.mode()) {
          case MANAGED -> "A managed resource ";
          case DATA -> "A data resource ";
          case EPHEMERAL -> "An ephemeral resource ";
        };
    diagnostics.error(
        "Reference to undeclared resource",
        kind
            + "\""
            + found.type()
            + "\" \""
            + found.name()
            + "\" has not been declared in "
            + where
            + "."
            + hint,
        found.range());
  }

  private static void attribute(
      Reference.Attribute attribute, Repetition repetition, Diagnostics diagnostics) {
    String name = attribute.name();
    switch (attribute.object()) {
      case "count" -> {
        if (!name.equals("index")) {
          diagnostics.error(
              "Invalid \"count\" attribute",
              "The \"count\" object does not have an attribute named \""
                  + name
                  + "\". The only supported attribute is count.index, which is the index of each"
                  + " instance of a resource block that has the \"count\" argument set.",
              attribute.range());
        } else if (repetition != Repetition.COUNT) {
          diagnostics.error(
              "Reference to \"count\" in non-counted context",
              "The \"count\" object can only be used in \"module\", \"resource\", and \"data\""
                  + " blocks, and only when the \"count\" argument is set.",
              attribute.range());
        }
      }
      case "each" -> {
        if (!name.equals("key") && !name.equals("value")) {
          diagnostics.error(
              "Invalid \"each\" attribute",
              "The \"each\" object does not have an attribute named \""
                  + name
                  + "\". The supported attributes are each.key and each.value, the current key and"
                  + " value pair of the \"for_each\" attribute set.",
              attribute.range());
        } else if (repetition != Repetition.FOR_EACH && name.equals("value")) {
          diagnostics.error(
              "each.value cannot be used in this context",
              "A reference to \"each.value\" has been used in a context in which it is unavailable,"
                  + " such as when the configuration no longer contains the value in its"
                  + " \"for_each\" expression. Remove this reference to each.value in your"
                  + " configuration to work around this error.",
              attribute.range());
        } else if (repetition != Repetition.FOR_EACH) {
          diagnostics.error(
              "Reference to \"each\" in context without for_each",
              "The \"each\" object can be used only in \"module\" or \"resource\" blocks, and only"
                  + " when the \"for_each\" argument is set.",
              attribute.range());
        }
      }
      case "path" -> {
        if (!List.of("module", "root", "cwd").contains(name)) {
          diagnostics.error(
              "Invalid \"path\" attribute",
              "The \"path\" object does not have an attribute named \""
                  + name
                  + "\"."
                  + suggestion(name, List.of("cwd", "module", "root")).map(" "::concat).orElse(""),
              attribute.range());
        }
      }
      default -> {
        if (name.equals("env")) {
          diagnostics.error(
              "Invalid \"terraform\" attribute",
              "The terraform.env attribute was deprecated in v0.10 and removed in v0.12. The"
                  + " \"state environment\" concept was renamed to \"workspace\" in v0.12, and so"
                  + " the workspace name can now be accessed using the terraform.workspace"
                  + " attribute.",
              attribute.range());
        } else if (!name.equals("workspace") && !name.equals("applying")) {
          diagnostics.error(
              "Invalid \"terraform\" attribute",
              "The \"terraform\" object does not have an attribute named \""
                  + name
                  + "\". The only supported attributes are terraform.workspace, the name of the"
                  + " currently-selected workspace, and terraform.applying, a boolean which is"
                  + " true only during apply.",
              attribute.range());
        }
      }
    }
  }
}
