package dev.ingot.lang.syntax;

import dev.ingot.lang.SourceRange;
import dev.ingot.lang.syntax.Expression.Conditional;
import dev.ingot.lang.syntax.Expression.For;
import dev.ingot.lang.syntax.Expression.Invalid;
import dev.ingot.lang.syntax.Expression.Literal;
import dev.ingot.lang.syntax.Expression.Template;
import dev.ingot.lang.syntax.Expression.TemplateJoin;
import dev.ingot.lang.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Nests the directives of a template. */
final class TemplateTree {
  private static final String UNBALANCED =
      "The control directives within this template are unbalanced.";

  private final TokenReader reader;
  private List<TemplatePart> parts = List.of();
  private int at;
  private int depth;
  private int deepest;

  TemplateTree(TokenReader reader) {
    this.reader = reader;
  }

  /** The expressions of a template whose last part is its end. */
  List<Expression> build(List<TemplatePart> all) {
    parts = all;
    at = 0;
    depth = 0;
    deepest = 0;
    List<Expression> expressions = new ArrayList<>(all.size());
    while (!(parts.get(at) instanceof TemplatePart.End)) {
      expressions.add(part());
    }
    return expressions;
  }

  /** The height that the directives built last add to the tree. */
  int depth() {
    return deepest;
  }

  private Expression part() {
    return switch (parts.get(at)) {
      case TemplatePart.Text(String text, SourceRange range) -> {
        at++;
        yield new Literal(Value.of(text), range);
      }
      case TemplatePart.Interpolation(Expression expression, SourceRange _) -> {
        at++;
        yield expression;
      }
      case TemplatePart.If start -> deeper() ? conditional(start) : skipped(start.range());
      case TemplatePart.Loop start -> deeper() ? loop(start) : skipped(start.range());
      case TemplatePart.Closing(TemplatePart.Keyword keyword, SourceRange range) -> {
        at++;
        reader.error("Unexpected " + keyword.word() + " directive", UNBALANCED, range);
        yield new Invalid(range);
      }
      case TemplatePart.End(SourceRange range) -> new Invalid(range);
    };
  }

  private boolean deeper() {
    if (!reader.enter()) {
      return false;
    }
    depth += 2;
    deepest = Math.max(deepest, depth);
    return true;
  }

  private Expression skipped(SourceRange range) {
    at = parts.size() - 1;
    return new Invalid(range);
  }

  private Expression done(Expression expression) {
    depth -= 2;
    reader.leave();
    return expression;
  }

  private Expression conditional(TemplatePart.If start) {
    at++;
    List<Expression> whenTrue = new ArrayList<>();
    List<Expression> whenFalse = new ArrayList<>();
    boolean inElse = false;
    while (true) {
      TemplatePart part = parts.get(at);
      if (part instanceof TemplatePart.End(SourceRange range)) {
        reader.error(
            "Unexpected end of template",
            "The if directive at "
                + start.range()
                + " is missing its corresponding endif directive.",
            range);
        return done(new Invalid(range));
      }
      if (!(part
          instanceof TemplatePart.Closing(TemplatePart.Keyword keyword, SourceRange range))) {
        (inElse ? whenFalse : whenTrue).add(part());
        continue;
      }
      at++;
      switch (keyword) {
        case ELSE -> {
          if (inElse) {
            reader.error(
                "Unexpected else directive",
                "Already in the else clause for the if started at " + start.range() + ".",
                range);
            return done(new Invalid(range));
          }
          inElse = true;
        }
        case ENDIF -> {
          SourceRange whole = start.range().to(range);
          SourceRange afterStart = empty(start.range(), start.range().end());
          SourceRange beforeEnd = empty(range, range.start());
          return done(
              new Conditional(
                  start.condition(),
                  template(whenTrue, afterStart),
                  template(whenFalse, beforeEnd),
                  whole));
        }
        case ENDFOR -> {
          reader.error(
              "Unexpected endfor directive",
              "Expecting an endif directive for the if started at " + start.range() + ".",
              range);
          return done(new Invalid(range));
        }
      }
    }
  }

  private Expression loop(TemplatePart.Loop start) {
    at++;
    List<Expression> content = new ArrayList<>();
    while (true) {
      TemplatePart part = parts.get(at);
      if (part instanceof TemplatePart.End(SourceRange range)) {
        reader.error(
            "Unexpected end of template",
            "The for directive at "
                + start.range()
                + " is missing its corresponding endfor directive.",
            range);
        return done(new Invalid(range));
      }
      if (!(part
          instanceof TemplatePart.Closing(TemplatePart.Keyword keyword, SourceRange range))) {
        content.add(part());
        continue;
      }
      at++;
      switch (keyword) {
        case ELSE -> {
          reader.error(
              "Unexpected else directive",
              "An else clause is not expected for a for directive.",
              range);
          return done(new Invalid(range));
        }
        case ENDIF -> {
          reader.error(
              "Unexpected endif directive",
              "Expecting an endfor directive corresponding to the for directive at "
                  + start.range()
                  + ".",
              range);
          return done(new Invalid(range));
        }
        case ENDFOR -> {
          SourceRange whole = start.range().to(range);
          Expression each = template(content, empty(start.range(), start.range().end()));
          return done(
              new TemplateJoin(
                  new For(
                      start.keyVariable(),
                      start.valueVariable(),
                      start.collection(),
                      Optional.empty(),
                      each,
                      Optional.empty(),
                      false,
                      start.range(),
                      range,
                      whole),
                  whole));
        }
      }
    }
  }

  private static SourceRange empty(SourceRange near, int place) {
    return new SourceRange(near.file(), place, place);
  }

  private static Expression template(List<Expression> parts, SourceRange place) {
    if (parts.isEmpty()) {
      return new Template(List.of(new Literal(Value.of(""), place)), place);
    }
    return new Template(parts, parts.getFirst().range().to(parts.getLast().range()));
  }
}
