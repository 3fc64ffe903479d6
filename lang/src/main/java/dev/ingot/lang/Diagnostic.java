package dev.ingot.lang;

import dev.ingot.lang.value.Type;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * A message for the user: what is wrong, where, and what to do.
 *
 * @param severity its severity
 * @param summary one line without a full stop, the same for every occurrence of the same problem
 * @param detail what is wrong and what to do, in sentences; may be empty
 * @param subject the text it is about, shown with a caret
 * @param context the construct around the subject, shown when it spans few lines
 * @param values the values that caused it, each as {@code var.x} and {@code is 5}; never a
 *     sensitive value
 * @param address the resource instance it is about, such as {@code terraform_data.a[0]}
 * @param function the called function it is about
 * @param phrasing summary and detail with the program's names in them told apart, where they hold
 *     some; for {@link #named}
 * @param separate whether it is shown by itself however many have the same summary, since each says
 *     something else
 */
public record Diagnostic(
    Severity severity,
    String summary,
    String detail,
    Optional<SourceRange> subject,
    Optional<SourceRange> context,
    List<NamedValue> values,
    Optional<String> address,
    Optional<CalledFunction> function,
    Optional<Phrasing> phrasing,
    boolean separate) {

  /**
   * The texts of a diagnostic in which the program names itself.
   *
   * @param placed whether its place is told with them
   */
  public record Phrasing(Phrase summary, Phrase detail, boolean placed) {}

  /**
   * A value mentioned beside a diagnostic.
   *
   * @param name the expression as written, such as {@code var.x}
   * @param statement a statement about it, such as {@code is 5} or {@code will be known only after
   *     apply}
   */
  public record NamedValue(String name, String statement) {}

  /**
   * A function as declared.
   *
   * @param calledAs the name as written in the call
   * @param name its declared name
   * @param variadic the parameter for all further arguments
   */
  public record CalledFunction(
      String calledAs,
      String name,
      List<Parameter> parameters,
      Optional<Parameter> variadic,
      Type returnType) {
    public CalledFunction {
      parameters = List.copyOf(parameters);
    }

    /** A parameter. */
    public record Parameter(String name, Type type) {}
  }

  public Diagnostic {
    values = List.copyOf(values);
  }

  /** A diagnostic that says nothing but this. */
  public static Diagnostic of(
      Severity severity, String summary, String detail, Optional<SourceRange> subject) {
    return new Diagnostic(
        severity,
        summary,
        detail,
        subject,
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        false);
  }

  /** Whether any of them is an error. */
  public static boolean anyError(Collection<Diagnostic> diagnostics) {
    return diagnostics.stream().anyMatch(Diagnostic::isError);
  }

  /** An error at a place. */
  public static Diagnostic error(String summary, String detail, SourceRange subject) {
    return of(Severity.ERROR, summary, detail, Optional.of(subject));
  }

  /** An error at a place, whose detail names the program. */
  public static Diagnostic error(String summary, Phrase detail, SourceRange subject) {
    return error(summary, detail.toString(), subject).phrased(Phrase.quoted(summary), detail);
  }

  /** An error without a place in a source file. */
  public static Diagnostic error(String summary, String detail) {
    return of(Severity.ERROR, summary, detail, Optional.empty());
  }

  /** An error without a place in a source file, whose detail names the program. */
  public static Diagnostic error(String summary, Phrase detail) {
    return error(summary, detail.toString()).phrased(Phrase.quoted(summary), detail);
  }

  /** An error without a place in a source file, whose texts name the program. */
  public static Diagnostic error(Phrase summary, Phrase detail) {
    return error(summary.toString(), detail.toString()).phrased(summary, detail);
  }

  /** A warning at a place. */
  public static Diagnostic warning(String summary, String detail, SourceRange subject) {
    return of(Severity.WARNING, summary, detail, Optional.of(subject));
  }

  /** A warning at a place, whose detail names the program. */
  public static Diagnostic warning(String summary, Phrase detail, SourceRange subject) {
    return warning(summary, detail.toString(), subject).phrased(Phrase.quoted(summary), detail);
  }

  /** A warning without a place in a source file. */
  public static Diagnostic warning(String summary, String detail) {
    return of(Severity.WARNING, summary, detail, Optional.empty());
  }

  /** A warning without a place in a source file, whose detail names the program. */
  public static Diagnostic warning(String summary, Phrase detail) {
    return warning(summary, detail.toString()).phrased(Phrase.quoted(summary), detail);
  }

  /** A warning without a place in a source file, whose texts name the program. */
  public static Diagnostic warning(Phrase summary, Phrase detail) {
    return warning(summary.toString(), detail.toString()).phrased(summary, detail);
  }

  private Diagnostic phrased(Phrase summaryPhrase, Phrase detailPhrase) {
    return phrased(new Phrasing(summaryPhrase, detailPhrase, true));
  }

  /** The same, saying this where the program has other names. */
  public Diagnostic phrased(Phrasing other) {
    return new Diagnostic(
        severity,
        summary,
        detail,
        subject,
        context,
        values,
        address,
        function,
        Optional.of(other),
        separate);
  }

  /**
   * The same where the program has other names.
   *
   * @param product in sentences
   * @param program in commands to type
   */
  public Diagnostic named(String product, String program) {
    return phrasing
        .map(
            texts ->
                texts(texts.summary().in(product, program), texts.detail().in(product, program))
                    .at(texts.placed() ? subject : Optional.empty()))
        .orElse(this);
  }

  /** The same with other texts. */
  public Diagnostic texts(String otherSummary, String otherDetail) {
    return new Diagnostic(
        severity,
        otherSummary,
        otherDetail,
        subject,
        context,
        values,
        address,
        function,
        Optional.empty(),
        separate);
  }

  /** The same with the construct around its subject. */
  public Diagnostic in(SourceRange surrounding) {
    return new Diagnostic(
        severity,
        summary,
        detail,
        subject,
        Optional.of(surrounding),
        values,
        address,
        function,
        phrasing,
        separate);
  }

  /** The same at another place, if it has none yet. */
  public Diagnostic orAt(SourceRange place) {
    return subject.isPresent() ? this : at(Optional.of(place));
  }

  /** The same about another text, or about none. */
  public Diagnostic at(Optional<SourceRange> place) {
    return new Diagnostic(
        severity, summary, detail, place, context, values, address, function, phrasing, separate);
  }

  /** The same with the values that caused it. */
  public Diagnostic with(List<NamedValue> named) {
    return new Diagnostic(
        severity, summary, detail, subject, context, named, address, function, phrasing, separate);
  }

  /** The same, about a resource instance. */
  public Diagnostic about(String instance) {
    return new Diagnostic(
        severity,
        summary,
        detail,
        subject,
        context,
        values,
        Optional.of(instance),
        function,
        phrasing,
        separate);
  }

  /** The same, about the call of a function. */
  public Diagnostic calling(CalledFunction called) {
    return new Diagnostic(
        severity,
        summary,
        detail,
        subject,
        context,
        values,
        address,
        Optional.of(called),
        phrasing,
        separate);
  }

  /** The same as a warning. */
  public Diagnostic asWarning() {
    return new Diagnostic(
        Severity.WARNING,
        summary,
        detail,
        subject,
        context,
        values,
        address,
        function,
        phrasing,
        separate);
  }

  /** The same, always shown by itself. */
  public Diagnostic asSeparate() {
    return new Diagnostic(
        severity, summary, detail, subject, context, values, address, function, phrasing, true);
  }

  /** Whether this is an error. */
  public boolean isError() {
    return severity == Severity.ERROR;
  }
}
