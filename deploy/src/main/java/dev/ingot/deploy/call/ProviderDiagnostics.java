package dev.ingot.deploy.call;

import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.SourceRange;
import dev.ingot.lang.syntax.Body;
import dev.ingot.lang.value.ValuePath;
import dev.ingot.provider.ProviderDiagnostic;
import java.util.List;
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
    Optional<SourceRange> place = argument(said.attribute(), body);
    return Diagnostic.of(
        said.severity(),
        said.summary(),
        said.detail(),
        Optional.of(place.orElse(body.missingItemRange())));
  }

  /** The same, about a resource instance. */
  public static Diagnostic of(
      ProviderDiagnostic said, Body body, SourceRange block, String address) {
    return of(said, body, block).about(address);
  }

  private static Optional<SourceRange> argument(ValuePath path, Body body) {
    if (path.isRoot() || !(path.steps().getFirst() instanceof ValuePath.Attribute(String name))) {
      return Optional.empty();
    }
    Body.BodySchema one =
        new Body.BodySchema(List.of(new Body.AttributeSchema(name, false)), List.of());
    Body.Attribute attribute =
        body.partialContent(one, new dev.ingot.lang.Diagnostics()).content().attributes().get(name);
    return Optional.ofNullable(attribute).map(found -> found.expression().range());
  }
}
