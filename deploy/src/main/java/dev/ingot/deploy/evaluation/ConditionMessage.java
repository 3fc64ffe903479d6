package dev.ingot.deploy.evaluation;

import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.Phrase;
import dev.ingot.lang.eval.Evaluator;
import dev.ingot.lang.eval.Scope;
import dev.ingot.lang.syntax.Expression;
import dev.ingot.lang.value.Conversion;
import dev.ingot.lang.value.Marks;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import java.util.Optional;

/** Evaluates the error messages of conditions. Rules: the recorded behaviour of Terraform 1.11. */
final class ConditionMessage {
  /** Said of a condition that doesn't hold and has no usable message. */
  static final String INVALID =
      "This check failed, but has an invalid error message as described in the other accompanying"
          + " messages.";

  private static final String SUMMARY = "Invalid error message";
  private static final String SENSITIVE = "Error message refers to sensitive values";
  private static final String EPHEMERAL = "Error message refers to ephemeral values";
  private static final String CORRECTION =
      "\n\n"
          + "You can correct this by removing references to sensitive values, or by carefully using"
          + " the nonsensitive() function if the expression will not reveal the sensitive data.";

  private final Diagnostics diagnostics;

  /**
   * @param diagnostics receives what is wrong
   */
  ConditionMessage(Diagnostics diagnostics) {
    this.diagnostics = diagnostics;
  }

  /** The message of a condition of an object; empty if there is none that can be shown. */
  Optional<String> of(Expression expression, Scope scope) {
    return text(expression, scope).flatMap(text -> visible(text, expression));
  }

  /** The message of an assertion of a run of a test; empty if there is none that can be shown. */
  Optional<String> ofRun(Expression expression, Scope scope) {
    Value value = Evaluator.evaluate(expression, scope, diagnostics);
    Conversion.Result converted = Conversion.convert(value, Type.STRING);
    if (converted.problem().isPresent()) {
      unsuitable(converted.problem().get() + ".", expression, scope);
      return Optional.empty();
    }
    return visible(converted.value(), expression);
  }

  private Optional<String> visible(Value text, Expression expression) {
    if (!text.isKnown()) {
      return Optional.empty();
    }
    if (text.isNull()) {
      unsuitable("must not be null.", expression);
      return Optional.empty();
    }
    Marks marks = Values.deepMarks(text);
    if (marks.ephemeral()) {
      diagnostics.add(
          Diagnostic.warning(
              EPHEMERAL,
              Phrase.of(
                  "The error expression used to explain this condition refers to ephemeral values,"
                      + " so Ingot will not display the resulting message.\n\nYou can correct this"
                      + " by removing references to ephemeral values, or by using the"
                      + " ephemeralasnull() function on the references to not reveal ephemeral"
                      + " data."),
              expression.range()));
      return Optional.empty();
    }
    if (marks.sensitive()) {
      diagnostics.add(
          Diagnostic.warning(
              SENSITIVE,
              Phrase.of(
                  "The error expression used to explain this condition refers to sensitive values,"
                      + " so Ingot will not display the resulting message."
                      + CORRECTION),
              expression.range()));
      return Optional.empty();
    }
    return Values.text(text).map(String::strip).filter(found -> !found.isEmpty());
  }

  /**
   * The message of a rule of a variable that doesn't hold; empty if there is none, which has been
   * reported.
   *
   * @param secret whether the variable itself is sensitive
   */
  Optional<String> ofVariable(Expression expression, Scope scope, boolean secret) {
    Diagnostics own = new Diagnostics();
    Optional<Value> found = new ConditionMessage(own).text(expression, scope);
    diagnostics.addAll(own);
    if (found.isEmpty()) {
      return Optional.of("Failed to evaluate condition error message.");
    }
    Value text = found.get();
    if (!text.isKnown()) {
      unsuitable(
          "expression refers to values that won't be known until the apply phase.",
          expression,
          scope);
      return Optional.empty();
    }
    Marks marks = Values.deepMarks(text);
    if (marks.ephemeral()) {
      ephemeral(expression);
    }
    if (marks.sensitive() && !secret) {
      diagnostics.error(
          SENSITIVE,
          Phrase.of(
              "The error expression used to explain this condition refers to sensitive values."
                  + " Ingot will not display the resulting message."
                  + CORRECTION),
          expression.range());
    }
    return Optional.of(
        marks.isEmpty()
            ? Values.text(text)
                .map(String::strip)
                .filter(shown -> !shown.isEmpty())
                .orElse("Failed to evaluate condition error message.")
            : "The error message included a sensitive value, so it will not be displayed.");
  }

  /** The message as a text with its marks, or null or unknown; empty if it is another value. */
  private Optional<Value> text(Expression expression, Scope scope) {
    Value value = Evaluator.evaluate(expression, scope, diagnostics);
    Conversion.Result converted = Conversion.convert(value, Type.STRING);
    if (converted.problem().isPresent()) {
      unsuitable(converted.problem().get() + ".", expression);
      return Optional.empty();
    }
    return Optional.of(converted.value());
  }

  private void unsuitable(String why, Expression expression) {
    diagnostics.error(SUMMARY, "Unsuitable value for error message: " + why, expression.range());
  }

  private void unsuitable(String why, Expression expression, Scope scope) {
    diagnostics.add(
        Shown.error(SUMMARY, "Unsuitable value for error message: " + why, expression, scope));
  }

  private void ephemeral(Expression expression) {
    diagnostics.error(
        EPHEMERAL,
        Phrase.of(
            "The error expression used to explain this condition refers to ephemeral values."
                + " Ingot will not display the resulting message.\n\nYou can correct this by"
                + " removing references to ephemeral values, or by carefully using the"
                + " ephemeralasnull() function if the expression will not reveal the ephemeral"
                + " data."),
        expression.range());
  }
}
