package dev.ingot.lang;

import dev.ingot.lang.value.Type;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Something to tell the user: what is wrong, where, and what to do.
 *
 * @param severity how bad it is
 * @param summary one line without a full stop, the same for every occurrence of the same problem
 * @param detail what exactly and what to do, in sentences; may be empty
 * @param subject the text it is about, shown with a caret
 * @param context the construct around the subject, shown when it spans few lines
 * @param values the values that led here, each as {@code var.x} and {@code is 5}; never a sensitive
 *     value
 * @param address the resource instance it is about, such as {@code terraform_data.a[0]}
 * @param function the function whose call it is about
 */
public record Diagnostic(
    Severity severity,
    String summary,
    String detail,
    Optional<SourceRange> subject,
    Optional<SourceRange> context,
    List<NamedValue> values,
    Optional<String> address,
    Optional<CalledFunction> function) {

  /**
   * A value mentioned beside a diagnostic.
   *
   * @param name the expression as written, such as {@code var.x}
   * @param statement what is said of it, such as {@code is 5} or {@code will be known only after
   *     apply}
   */
  public record NamedValue(String name, String statement) {}

  /**
   * A function as its declaration says.
   *
   * @param calledAs the name as written in the call
   * @param name the name it is declared by
   * @param variadic the parameter that takes all further arguments
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

  /** A diagnostic that is about no instance and no function call. */
  public Diagnostic(
      Severity severity,
      String summary,
      String detail,
      Optional<SourceRange> subject,
      Optional<SourceRange> context,
      List<NamedValue> values) {
    this(severity, summary, detail, subject, context, values, Optional.empty(), Optional.empty());
  }

  /** Whether there is an error among some. */
  public static boolean anyError(Collection<Diagnostic> diagnostics) {
    return diagnostics.stream().anyMatch(Diagnostic::isError);
  }

  /** An error at a place. */
  public static Diagnostic error(String summary, String detail, SourceRange subject) {
    return new Diagnostic(
        Severity.ERROR, summary, detail, Optional.of(subject), Optional.empty(), List.of());
  }

  /** An error without a place in a source file. */
  public static Diagnostic error(String summary, String detail) {
    return new Diagnostic(
        Severity.ERROR, summary, detail, Optional.empty(), Optional.empty(), List.of());
  }

  /** A warning at a place. */
  public static Diagnostic warning(String summary, String detail, SourceRange subject) {
    return new Diagnostic(
        Severity.WARNING, summary, detail, Optional.of(subject), Optional.empty(), List.of());
  }

  /** A warning without a place in a source file. */
  public static Diagnostic warning(String summary, String detail) {
    return new Diagnostic(
        Severity.WARNING, summary, detail, Optional.empty(), Optional.empty(), List.of());
  }

  /** The same with the construct around its subject. */
  public Diagnostic in(SourceRange surrounding) {
    return new Diagnostic(
        severity, summary, detail, subject, Optional.of(surrounding), values, address, function);
  }

  /** The same at another place, if it has none yet. */
  public Diagnostic orAt(SourceRange place) {
    return subject.isPresent()
        ? this
        : new Diagnostic(
            severity, summary, detail, Optional.of(place), context, values, address, function);
  }

  /** The same with the values that led to it. */
  public Diagnostic with(List<NamedValue> named) {
    return new Diagnostic(severity, summary, detail, subject, context, named, address, function);
  }

  /** The same, about a resource instance. */
  public Diagnostic about(String instance) {
    return new Diagnostic(
        severity, summary, detail, subject, context, values, Optional.of(instance), function);
  }

  /** The same, about the call of a function. */
  public Diagnostic calling(CalledFunction called) {
    return new Diagnostic(
        severity, summary, detail, subject, context, values, address, Optional.of(called));
  }

  /** The same as something that keeps nothing from going on. */
  public Diagnostic asWarning() {
    return new Diagnostic(
        Severity.WARNING, summary, detail, subject, context, values, address, function);
  }

  /** Whether this is an error. */
  public boolean isError() {
    return severity == Severity.ERROR;
  }
}
