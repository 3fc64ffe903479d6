package dev.ingot.provider;

import dev.ingot.lang.Severity;
import dev.ingot.lang.value.ValuePath;

/**
 * A provider's message about a request.
 *
 * @param summary one line
 * @param detail what is wrong and what to do; may be empty
 * @param attribute the part of the value it is about; empty for the whole
 */
public record ProviderDiagnostic(
    Severity severity, String summary, String detail, ValuePath attribute) {
  /** An error about the whole. */
  public static ProviderDiagnostic error(String summary, String detail) {
    return new ProviderDiagnostic(Severity.ERROR, summary, detail, ValuePath.ROOT);
  }

  /** An error about a part. */
  public static ProviderDiagnostic error(String summary, String detail, ValuePath attribute) {
    return new ProviderDiagnostic(Severity.ERROR, summary, detail, attribute);
  }

  /** A warning about the whole. */
  public static ProviderDiagnostic warning(String summary, String detail) {
    return new ProviderDiagnostic(Severity.WARNING, summary, detail, ValuePath.ROOT);
  }

  /** Whether it is an error. */
  public boolean isError() {
    return severity == Severity.ERROR;
  }
}
