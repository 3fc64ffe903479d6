package dev.ingot.deploy.configuration;

import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Phrase;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds arguments that OpenTofu added to the language, where the language is Terraform's. Rules:
 * what Terraform 1.11 says of them.
 */
public final class ForeignArguments {
  private ForeignArguments() {}

  /** What is said of the first one in a module and those it calls; empty where there is none. */
  public static Optional<Diagnostic> find(ModuleTree tree) {
    return Stream.of(
            tree.module().providers().values().stream().flatMap(block -> forEach(block).stream()),
            tree.module().resources().values().stream().flatMap(ForeignArguments::ofResource),
            tree.module().calls().values().stream().flatMap(ForeignArguments::ofCall),
            tree.children().values().stream().flatMap(child -> find(child).stream()))
        .flatMap(each -> each)
        .findFirst();
  }

  private static Optional<Diagnostic> forEach(ProviderConfiguration block) {
    return block
        .forEach()
        .map(
            expression ->
                Diagnostic.error(
                    "Reserved argument name in provider block",
                    Phrase.of(
                        "The provider argument name \"%s\" is reserved for use by Ingot in a future"
                            + " version.",
                        "for_each"),
                    expression.range()));
  }

  private static Stream<Diagnostic> ofResource(ResourceConfiguration resource) {
    return Stream.concat(
        resource.lifecycle().enabled().stream()
            .map(
                enabled ->
                    Diagnostic.error(
                        "Unsupported argument",
                        "An argument named \"enabled\" is not expected here.",
                        enabled.argument())),
        resource.provider().stream().flatMap(provider -> key("provider", provider)));
  }

  private static Stream<Diagnostic> ofCall(ModuleCall call) {
    return Stream.concat(
        call.enabled().stream()
            .map(
                enabled ->
                    Diagnostic.error(
                        "Reserved block type name in module block",
                        Phrase.of(
                            "The block type name \"%s\" is reserved for use by Ingot in a future"
                                + " version.",
                            "lifecycle"),
                        enabled.block())),
        call.providers().values().stream().flatMap(passed -> key("providers", passed.outside())));
  }

  private static Stream<Diagnostic> key(String argument, ProviderReference provider) {
    return provider.key().stream()
        .map(
            _ ->
                Diagnostic.error(
                    "Invalid provider configuration reference",
                    "The "
                        + argument
                        + " argument requires a provider type name, optionally followed by a period"
                        + " and then a configuration alias.",
                    provider.range()));
  }
}
