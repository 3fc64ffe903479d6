package dev.ingot.lang.eval;

import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.syntax.Expression;
import dev.ingot.lang.value.Marks;
import dev.ingot.lang.value.StringPrefix;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import java.util.List;

/** Templates: parts joined to one string. */
final class Templates {
  private static final int LONGEST = 64 << 20;
  private static final String INVALID_VALUE = "Invalid template interpolation value";

  private Templates() {}

  static Value evaluate(Evaluation evaluation, Expression.Template template) {
    StringBuilder text = new StringBuilder();
    Marks marks = Marks.NONE;
    boolean known = true;
    int before = evaluation.errors();
    for (Expression part : template.parts()) {
      Value value = evaluation.evaluate(part);
      marks = marks.with(value.marks());
      Value plain = value.unmarked();
      if (plain instanceof Value.StringValue(String string)) {
        if (known) {
          if (!fits(evaluation, text, string, template)) {
            break;
          }
          text.append(string);
        }
        continue;
      }
      if (plain instanceof Value.NullValue) {
        evaluation.error(
            INVALID_VALUE,
            "The expression result is null. Cannot include a null value in a string template.",
            part.range(),
            template.range(),
            part);
        continue;
      }
      if (plain instanceof Value.UnknownValue unknown) {
        // The rest is only checked; the text so far is a known prefix.
        if (known && unknown.type().equals(Type.STRING)) {
          text.append(unknown.refinement().prefix());
        }
        known = false;
        continue;
      }
      Converted converted = Converted.to(plain, Type.STRING);
      if (converted.problem().isPresent()) {
        evaluation.error(
            INVALID_VALUE,
            "Cannot include the given value in a string template: "
                + converted.problem().get()
                + ".",
            part.range(),
            template.range(),
            part);
      } else if (known && converted.value() instanceof Value.StringValue(String string)) {
        text.append(string);
      }
    }
    if (evaluation.errors() > before) {
      return Unknowns.notNull(Type.STRING).marked(marks);
    }
    return (known
            ? Value.of(text.toString())
            : Unknowns.stringFrom(StringPrefix.safe(text.toString())))
        .marked(marks);
  }

  /** Whether more text fits; a text that is too long is an error, reported once. */
  private static boolean fits(
      Evaluation evaluation, StringBuilder text, String more, Expression template) {
    if (text.length() <= LONGEST - more.length()) {
      return true;
    }
    evaluation.report(
        Diagnostic.error(
            "Template result too long",
            "The text of a template can have at most " + LONGEST + " characters.",
            template.range()));
    return false;
  }

  static Value join(Evaluation evaluation, Expression.TemplateJoin join) {
    Value results = evaluation.evaluate(join.loop());
    Marks marks = results.marks();
    if (!(results.unmarked() instanceof Value.TupleValue(List<Value> elements))) {
      return Unknowns.notNull(Type.STRING).marked(marks);
    }
    StringBuilder text = new StringBuilder();
    boolean known = true;
    int before = evaluation.errors();
    for (Value element : elements) {
      marks = marks.with(element.marks());
      Value plain = element.unmarked();
      if (plain instanceof Value.NullValue) {
        evaluation.error(
            INVALID_VALUE,
            "An iteration result is null. Cannot include a null value in a string template.",
            join.range(),
            join.range(),
            join);
        continue;
      }
      Converted converted = Converted.to(plain, Type.STRING);
      if (converted.problem().isPresent()) {
        evaluation.error(
            INVALID_VALUE,
            "Cannot include one of the interpolation results into the string template: "
                + converted.problem().get()
                + ".",
            join.range(),
            join.range(),
            join);
      } else if (converted.value() instanceof Value.StringValue(String string)) {
        if (!fits(evaluation, text, string, join)) {
          break;
        }
        text.append(string);
      } else {
        known = false;
      }
    }
    return (known && evaluation.errors() == before
            ? Value.of(text.toString())
            : Unknowns.notNull(Type.STRING))
        .marked(marks);
  }
}
