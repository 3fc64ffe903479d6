package dev.ingot.deploy.call;

import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.SourceRange;
import dev.ingot.lang.syntax.Body;
import dev.ingot.provider.ProviderDiagnostic;
import java.util.Optional;

/** Reports of providers, as diagnostics with a place. */
public final class ProviderDiagnostics {
  private ProviderDiagnostics() {}

  /** Without a place in a file; the detail names the object. */
  public static Diagnostic of(ProviderDiagnostic said, String object) {
    String detail = said.detail().isEmpty() ? "" : said.detail() + "\n\n";
    return Diagnostic.of(
        said.severity(),
        said.summary(),
        detail + "This was said of " + object + part(said) + ".",
        Optional.empty());
  }

  private static String part(ProviderDiagnostic said) {
    return said.attribute().isRoot() ? "" : said.attribute().toString();
  }

  /** At the argument it is about, or at the block. */
  public static Diagnostic of(ProviderDiagnostic said, Body body, SourceRange block) {
    return Diagnostic.of(
        said.severity(),
        said.summary(),
        said.detail(),
        Optional.of(AttributePlace.of(said.attribute(), body)));
  }

  /** The same, about a resource instance. */
  public static Diagnostic of(
      ProviderDiagnostic said, Body body, SourceRange block, String address) {
    return of(said, body, block).about(address);
  }
}
