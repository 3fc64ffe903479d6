package dev.ingot.deploy.reference;

import dev.ingot.address.ResourceMode;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.Phrase;
import dev.ingot.lang.syntax.Traversal;
import dev.ingot.lang.value.Value;
import java.util.List;
import java.util.Optional;

/** Reads traversals as references. Rules: the recorded behaviour of Terraform 1.11. */
public final class References {
  private static final String SUMMARY = "Invalid reference";

  private References() {}

  /** The object that a traversal refers to; empty after an error. */
  public static Optional<Reference> parse(Traversal traversal, Diagnostics diagnostics) {
    return switch (traversal.root()) {
      case "var" ->
          attribute(traversal, diagnostics)
              .map(name -> new Reference.Variable(name, Reference.upTo(traversal, 1)));
      case "local" ->
          attribute(traversal, diagnostics)
              .map(name -> new Reference.Local(name, Reference.upTo(traversal, 1)));
      case "count", "each", "path", "terraform" ->
          attribute(traversal, diagnostics)
              .map(
                  name ->
                      new Reference.Attribute(
                          traversal.root(), name, Reference.upTo(traversal, 1)));
      case "self" -> Optional.of(new Reference.Self(traversal.rootRange()));
      case "module" -> module(traversal, diagnostics);
      case "data" -> resource(ResourceMode.DATA, traversal, 0, diagnostics);
      case "ephemeral" -> resource(ResourceMode.EPHEMERAL, traversal, 0, diagnostics);
      case "resource" -> resource(ResourceMode.MANAGED, traversal, 0, diagnostics);
      case "template", "lazy", "arg" -> {
        diagnostics.error(
            "Reserved symbol name",
            Phrase.of(
                "The symbol name \"%s\" is reserved for use in a future Ingot version. If you are"
                    + " using a provider that already uses this as a resource type name, add the"
                    + " prefix \"resource.\" to force interpretation as a resource type name.",
                traversal.root()),
            traversal.rootRange());
        yield Optional.empty();
      }
      default -> resource(ResourceMode.MANAGED, traversal, -1, diagnostics);
    };
  }

  private static Optional<String> attribute(Traversal traversal, Diagnostics diagnostics) {
    if (traversal.steps().isEmpty()) {
      diagnostics.error(
          SUMMARY,
          "The \""
              + traversal.root()
              + "\" object cannot be accessed directly. Instead, access one of its attributes.",
          traversal.rootRange());
      return Optional.empty();
    }
    if (traversal.steps().getFirst() instanceof Traversal.Attribute(String name, var _)) {
      return Optional.of(name);
    }
    diagnostics.error(
        SUMMARY,
        "The \"" + traversal.root() + "\" object does not support this operation.",
        traversal.steps().getFirst().range());
    return Optional.empty();
  }

  private static Optional<Reference> module(Traversal traversal, Diagnostics diagnostics) {
    Optional<String> name = attribute(traversal, diagnostics);
    if (name.isEmpty()) {
      return Optional.empty();
    }
    int used = 1;
    Optional<Value> key = key(traversal, used);
    if (key.isPresent()) {
      if (!isKey(key.get(), "module", traversal.steps().get(used), diagnostics)) {
        return Optional.empty();
      }
      used++;
    }
    Optional<String> output = name(traversal, used);
    if (output.isPresent()) {
      used++;
    }
    return Optional.of(
        new Reference.Module(name.get(), key, output, used, Reference.upTo(traversal, used)));
  }

  /**
   * @param typeStep the step that is the resource type; -1 when the root is it
   */
  private static Optional<Reference> resource(
      ResourceMode mode, Traversal traversal, int typeStep, Diagnostics diagnostics) {
    Optional<String> type =
        typeStep < 0 ? Optional.of(traversal.root()) : name(traversal, typeStep);
    Optional<String> name = name(traversal, typeStep + 1);
    if (type.isEmpty() || name.isEmpty()) {
      incomplete(mode, traversal, typeStep, diagnostics);
      return Optional.empty();
    }
    int used = typeStep + 2;
    Optional<Value> key = key(traversal, used);
    if (key.isPresent()
        && !isKey(key.get(), "resource", traversal.steps().get(used), diagnostics)) {
      return Optional.empty();
    }
    return Optional.of(
        new Reference.Resource(
            mode,
            type.get(),
            name.get(),
            key,
            key.isPresent() ? used + 1 : used,
            Reference.upTo(traversal, used),
            Reference.upTo(traversal, key.isPresent() ? used + 1 : used)));
  }

  /** Says what a reference lacks of the name of a resource. */
  private static void incomplete(
      ResourceMode mode, Traversal traversal, int typeStep, Diagnostics diagnostics) {
    List<Traversal.Step> steps = traversal.steps();
    String root = "The \"" + traversal.root() + "\" object ";
    if (typeStep == 0 && steps.size() < 2) {
      String kind =
          switch (mode) {
            case MANAGED -> "resource";
            case DATA -> "data source";
            case EPHEMERAL -> "ephemeral resource";
          };
      diagnostics.error(
          SUMMARY,
          root
              + "must be followed by two attribute names: the "
              + kind
              + " type and the resource name.",
          traversal.range());
    } else if (typeStep == 0 && name(traversal, 0).isEmpty()) {
      diagnostics.error(
          SUMMARY, root + "does not support this operation.", steps.getFirst().range());
    } else {
      String kind =
          switch (mode) {
            case MANAGED -> "a resource type";
            case DATA -> "a data source";
            case EPHEMERAL -> "an ephemeral resource type";
          };
      diagnostics.error(
          SUMMARY,
          "A reference to "
              + kind
              + " must be followed by at least one attribute access, specifying the resource name.",
          steps.isEmpty() ? traversal.rootRange() : steps.get(typeStep + 1).range());
    }
  }

  private static boolean isKey(
      Value key, String kind, Traversal.Step step, Diagnostics diagnostics) {
    Optional<String> problem =
        switch (key.unmarked()) {
          case Value.StringValue _ -> Optional.empty();
          case Value.NumberValue(var number) ->
              number.asLong().isPresent()
                  ? Optional.empty()
                  : Optional.of(
                      "value must be a whole number, between -9223372036854775808 and"
                          + " 9223372036854775807.");
          default -> Optional.of("either a string or an integer is required.");
        };
    problem.ifPresent(
        why ->
            diagnostics.error(
                "Invalid index key",
                "Invalid index for " + kind + " instance: " + why,
                step.range()));
    return problem.isEmpty();
  }

  private static Optional<String> name(Traversal traversal, int step) {
    return traversal.steps().size() > step
            && traversal.steps().get(step) instanceof Traversal.Attribute(String name, var _)
        ? Optional.of(name)
        : Optional.empty();
  }

  private static Optional<Value> key(Traversal traversal, int step) {
    return traversal.steps().size() > step
            && traversal.steps().get(step) instanceof Traversal.Key(Value key, var _)
        ? Optional.of(key)
        : Optional.empty();
  }
}
