package dev.ingot.lang.syntax;

import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.SourceRange;
import dev.ingot.lang.value.Value;
import java.util.List;
import java.util.Optional;

/**
 * An expression as written. Both syntaxes produce the same nodes. Rules: the HCL native syntax
 * specification and the recorded behaviour of Terraform 1.11.
 */
public sealed interface Expression {
  /** The text of the whole expression. */
  SourceRange range();

  /** A number, a boolean, null, or the literal part of a template. */
  record Literal(Value value, SourceRange range) implements Expression {}

  /** Text with parts: literals, interpolations and directives, joined as strings. */
  record Template(List<Expression> parts, SourceRange range) implements Expression {
    public Template {
      parts = List.copyOf(parts);
    }
  }

  /** A template of exactly one interpolation: its value passes through with its type. */
  record TemplateWrap(Expression wrapped, SourceRange range) implements Expression {}

  /** The value of a {@code for} directive in a template: the results joined to one string. */
  record TemplateJoin(For loop, SourceRange range) implements Expression {}

  /** A reference into the scope: a root name and steps from there. */
  record ScopeTraversal(Traversal traversal, SourceRange range) implements Expression {}

  /** Steps from the value of another expression. */
  record RelativeTraversal(Expression source, List<Traversal.Step> steps, SourceRange range)
      implements Expression {
    public RelativeTraversal {
      steps = List.copyOf(steps);
    }
  }

  /** {@code collection[key]} with a key that is not a literal. */
  record Index(Expression collection, Expression key, SourceRange bracketRange, SourceRange range)
      implements Expression {}

  /**
   * A function call.
   *
   * @param name the name, with its namespaces as in {@code core::max}
   * @param expandFinal whether the last argument is followed by {@code ...}
   */
  record FunctionCall(
      String name,
      List<Expression> arguments,
      boolean expandFinal,
      SourceRange nameRange,
      SourceRange openParenthesis,
      SourceRange closeParenthesis,
      SourceRange range)
      implements Expression {
    public FunctionCall {
      arguments = List.copyOf(arguments);
    }
  }

  /** {@code condition ? whenTrue : whenFalse}, or the {@code if} directive of a template. */
  record Conditional(
      Expression condition, Expression whenTrue, Expression whenFalse, SourceRange range)
      implements Expression {}

  /** An operator between two expressions. */
  record Binary(BinaryOperator operator, Expression left, Expression right, SourceRange range)
      implements Expression {
    /** The operators between two operands, with their spelling. */
    public enum BinaryOperator {
      OR("||"),
      AND("&&"),
      EQUAL("=="),
      NOT_EQUAL("!="),
      GREATER(">"),
      GREATER_OR_EQUAL(">="),
      LESS("<"),
      LESS_OR_EQUAL("<="),
      ADD("+"),
      SUBTRACT("-"),
      MULTIPLY("*"),
      DIVIDE("/"),
      MODULO("%");

      private final String symbol;

      BinaryOperator(String symbol) {
        this.symbol = symbol;
      }

      /** Its spelling. */
      public String symbol() {
        return symbol;
      }
    }
  }

  /** An operator before an expression. */
  record Unary(
      UnaryOperator operator, Expression operand, SourceRange operatorRange, SourceRange range)
      implements Expression {
    /** The operators before one operand. */
    public enum UnaryOperator {
      NOT,
      NEGATE
    }
  }

  /** An expression in parentheses; kept, since they change the meaning of an object key. */
  record Parentheses(Expression inner, SourceRange range) implements Expression {}

  /** {@code [a, b]}. */
  record TupleConstructor(List<Expression> elements, SourceRange openRange, SourceRange range)
      implements Expression {
    public TupleConstructor {
      elements = List.copyOf(elements);
    }
  }

  /** <code>{a = 1}</code>. */
  record ObjectConstructor(List<Item> items, SourceRange openRange, SourceRange range)
      implements Expression {
    public ObjectConstructor {
      items = List.copyOf(items);
    }

    /** One item; the key is an {@link ObjectKey} in the native syntax, a template in JSON. */
    public record Item(Expression key, Expression value) {}
  }

  /**
   * The key of an object item. A single bare name stands for itself; evaluated it gives that name,
   * or the value of the wrapped expression otherwise.
   */
  record ObjectKey(Expression wrapped, SourceRange range) implements Expression {}

  /**
   * {@code [for k, v in c : value if condition]} or <code>
   * {for k, v in c : key => value... if condition}</code>.
   *
   * @param key present for an object
   * @param group whether values of one key are grouped ({@code ...})
   */
  record For(
      Optional<String> keyVariable,
      String valueVariable,
      Expression collection,
      Optional<Expression> key,
      Expression value,
      Optional<Expression> condition,
      boolean group,
      SourceRange openRange,
      SourceRange closeRange,
      SourceRange range)
      implements Expression {}

  /**
   * {@code source[*].each} (full) or {@code source.*.each} (attributes only).
   *
   * @param each the expression evaluated for each element; the {@link SplatElement} with the same
   *     identity in it is the element
   */
  record Splat(
      Expression source,
      Expression each,
      SplatElement element,
      SourceRange markerRange,
      SourceRange range)
      implements Expression {}

  /** The place of the current element in {@link Splat#each}; its identity is the object itself. */
  final class SplatElement implements Expression {
    private final SourceRange range;

    public SplatElement(SourceRange range) {
      this.range = range;
    }

    @Override
    public SourceRange range() {
      return range;
    }
  }

  /**
   * A string of the JSON syntax that holds template sequences or escapes of them. Evaluated it is
   * the template; where only literals count it is the text as it stands. A JSON string without any
   * is a {@link Literal}.
   *
   * @param text the string without JSON escapes
   * @param template the text as a template
   * @param problems the errors in the template; reported whenever it is evaluated, since a text
   *     that is never evaluated need not be a template
   */
  record JsonTemplate(
      String text, Expression template, List<Diagnostic> problems, SourceRange range)
      implements Expression {
    public JsonTemplate {
      problems = List.copyOf(problems);
    }
  }

  /**
   * The place of an error that the parser has already reported: evaluates to unknown, without
   * another diagnostic.
   */
  record Invalid(SourceRange range) implements Expression {}
}
