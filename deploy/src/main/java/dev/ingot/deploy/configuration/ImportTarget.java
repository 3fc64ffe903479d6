package dev.ingot.deploy.configuration;

import dev.ingot.address.ConfigResource;
import dev.ingot.address.InstanceAddress;
import dev.ingot.address.InstanceKey;
import dev.ingot.address.ResourceMode;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceRange;
import dev.ingot.lang.syntax.Body.Attribute;
import dev.ingot.lang.syntax.Expression;
import dev.ingot.lang.syntax.StaticExpressions;
import dev.ingot.lang.syntax.Traversal;
import dev.ingot.lang.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The {@code to} of an import block: an instance of a managed resource. Its keys are literals or,
 * with {@code for_each}, any expressions. Rules: the recorded behaviour of Terraform 1.11.
 *
 * @param modules the module calls that lead to it
 * @param key the key of the instance, if one is written
 * @param range the whole expression
 */
public record ImportTarget(
    List<Call> modules, String type, String name, Optional<Expression> key, SourceRange range) {
  private static final Set<String> RESERVED =
      Set.of(
          "count", "each", "local", "path", "self", "terraform", "var", "template", "lazy", "arg");

  /** A module call and the key of its instance, if one is written. */
  public record Call(String name, Optional<Expression> key) {}

  public ImportTarget {
    modules = List.copyOf(modules);
  }

  /**
   * The target with an address.
   *
   * @param range where the address is written
   */
  public static ImportTarget of(InstanceAddress address, SourceRange range) {
    return new ImportTarget(
        address.module().calls().stream()
            .map(call -> new Call(call.name(), literal(call.key(), range)))
            .toList(),
        address.resource().type(),
        address.resource().name(),
        literal(address.key(), range),
        range);
  }

  private static Optional<Expression> literal(InstanceKey key, SourceRange range) {
    return switch (key) {
      case InstanceKey.None() -> Optional.empty();
      case InstanceKey.Index(long index) ->
          Optional.of(new Expression.Literal(Value.of(index), range));
      case InstanceKey.Text(String text) ->
          Optional.of(new Expression.Literal(Value.of(text), range));
    };
  }

  /** The block that declares the resource. */
  public ConfigResource block() {
    return new ConfigResource(
        modules.stream().map(Call::name).toList(), ResourceMode.MANAGED, type, name);
  }

  /** All keys, in order. */
  public List<Expression> keys() {
    List<Expression> keys = new ArrayList<>();
    modules.forEach(call -> call.key().ifPresent(keys::add));
    key.ifPresent(keys::add);
    return keys;
  }

  /** A text that no other instance has; empty if a key is no constant. */
  Optional<String> constant() {
    Diagnostics unknown = new Diagnostics();
    List<Value> keys = keys().stream().map(key -> Constants.evaluate(key, unknown)).toList();
    return unknown.hasErrors() ? Optional.empty() : Optional.of(block() + " " + keys);
  }

  /**
   * Reads a target; empty after an error, which is reported.
   *
   * @param repeated whether the block has {@code for_each}
   */
  static Optional<ImportTarget> parse(
      Attribute argument, boolean repeated, Diagnostics diagnostics) {
    return parse(argument.expression(), argument.range(), repeated, diagnostics);
  }

  private static Optional<ImportTarget> parse(
      Expression written, SourceRange argument, boolean repeated, Diagnostics diagnostics) {
    Expression to = StaticExpressions.written(written);
    List<Part> parts = new ArrayList<>();
    boolean isAddress = flatten(to, parts);
    if (!isAddress
        || (!repeated
            && parts.stream()
                .anyMatch(
                    part ->
                        part instanceof Key(var key) && !(key instanceof Expression.Literal)))) {
      diagnostics.error(
          "Invalid expression",
          "A single static variable reference is required: only attribute access and indexing with"
              + " constant keys. No calculations, function calls, template expressions, etc are"
              + " allowed here.",
          written.range());
      if (!isAddress) {
        diagnostics.error(
            "Invalid import address", "Only managed resources can be imported.", argument);
      }
      return Optional.empty();
    }
    return read(parts, written.range(), argument, diagnostics);
  }

  private sealed interface Part {}

  private record Name(String text) implements Part {}

  private record Key(Expression expression) implements Part {}

  private static boolean flatten(Expression expression, List<Part> parts) {
    return switch (expression) {
      case Expression.ScopeTraversal(Traversal traversal, SourceRange _) -> {
        parts.add(new Name(traversal.root()));
        steps(traversal.steps(), parts);
        yield true;
      }
      case Expression.RelativeTraversal(
              Expression source,
              List<Traversal.Step> steps,
              SourceRange _) -> {
        boolean good = flatten(source, parts);
        steps(steps, parts);
        yield good;
      }
      case Expression.Index(
              Expression collection,
              Expression key,
              SourceRange _,
              SourceRange _) -> {
        boolean good = flatten(collection, parts);
        parts.add(new Key(key));
        yield good;
      }
      case Expression.Literal _,
          Expression.Template _,
          Expression.TemplateWrap _,
          Expression.TemplateJoin _,
          Expression.FunctionCall _,
          Expression.Conditional _,
          Expression.Binary _,
          Expression.Unary _,
          Expression.Parentheses _,
          Expression.TupleConstructor _,
          Expression.ObjectConstructor _,
          Expression.ObjectKey _,
          Expression.For _,
          Expression.Splat _,
          Expression.SplatElement _,
          Expression.JsonTemplate _,
          Expression.Invalid _ ->
          false;
    };
  }

  private static void steps(List<Traversal.Step> steps, List<Part> parts) {
    for (Traversal.Step step : steps) {
      parts.add(
          switch (step) {
            case Traversal.Attribute(String name, var _) -> new Name(name);
            case Traversal.Key(Value key, SourceRange range) ->
                new Key(new Expression.Literal(key, range));
          });
    }
  }

  private static Optional<ImportTarget> read(
      List<Part> parts, SourceRange range, SourceRange argument, Diagnostics diagnostics) {
    List<Call> modules = new ArrayList<>();
    int at = 0;
    while (at + 1 < parts.size()
        && parts.get(at) instanceof Name(String word)
        && word.equals("module")
        && parts.get(at + 1) instanceof Name(String call)) {
      at += 2;
      Optional<Expression> key = key(parts, at);
      at += key.isPresent() ? 1 : 0;
      modules.add(new Call(call, key));
    }
    if (at < parts.size() && parts.get(at) instanceof Name(String root)) {
      if (root.equals("data")) {
        notManaged(argument, diagnostics);
        return Optional.empty();
      }
      if (RESERVED.contains(root)) {
        notManaged(argument, diagnostics);
        diagnostics.error(
            "Invalid address",
            "The keyword \""
                + root
                + "\" is reserved and cannot be used to target a resource address. If you are"
                + " targeting a resource type that uses a reserved keyword, please prefix your"
                + " address with \"resource.\".",
            range);
        return Optional.empty();
      }
      if (root.equals("resource") && parts.size() > at + 2) {
        at++;
      }
    }
    if (at + 1 < parts.size()
        && parts.get(at) instanceof Name(String type)
        && parts.get(at + 1) instanceof Name(String name)) {
      Optional<Expression> key = key(parts, at + 2);
      if (at + 2 + (key.isPresent() ? 1 : 0) == parts.size()) {
        return Optional.of(new ImportTarget(modules, type, name, key, range));
      }
    }
    if (at == parts.size()) {
      notManaged(argument, diagnostics);
    }
    diagnostics.error(
        "Invalid address",
        at == parts.size()
            ? "A resource instance address is required here. The module path must be followed by a"
                + " resource instance specification."
            : "A resource instance address is required here: a resource type, a resource name, and"
                + " an instance key where the resource has several instances.",
        range);
    return Optional.empty();
  }

  private static void notManaged(SourceRange range, Diagnostics diagnostics) {
    diagnostics.error("Invalid import address", "Only managed resources can be imported.", range);
  }

  private static Optional<Expression> key(List<Part> parts, int at) {
    return at < parts.size() && parts.get(at) instanceof Key(Expression key)
        ? Optional.of(key)
        : Optional.empty();
  }
}
