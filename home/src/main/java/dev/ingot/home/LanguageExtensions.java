package dev.ingot.home;

import dev.ingot.deploy.Configuration;
import dev.ingot.deploy.configuration.ForeignArguments;
import dev.ingot.deploy.configuration.ModuleConfiguration;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Refuses what OpenTofu added to the language where it isn't allowed.
 *
 * @param allowed whether it is
 */
record LanguageExtensions(boolean allowed) {
  /** A configuration, with an error where it uses one that isn't allowed. */
  Result<Configuration> checked(Result<Configuration> loaded) {
    return with(
        loaded,
        loaded
            .value()
            .filter(_ -> !allowed)
            .flatMap(
                found ->
                    refused(found.root().module()).or(() -> ForeignArguments.find(found.root()))));
  }

  /** The same of a root module alone. */
  Result<ModuleConfiguration> checkedRoot(Result<ModuleConfiguration> loaded) {
    return with(loaded, loaded.value().filter(_ -> !allowed).flatMap(LanguageExtensions::refused));
  }

  private static <T> Result<T> with(Result<T> loaded, Optional<Diagnostic> problem) {
    if (problem.isEmpty()) {
      return loaded;
    }
    List<Diagnostic> all = new ArrayList<>(loaded.diagnostics());
    all.add(problem.get());
    return new Result<>(loaded.value(), all);
  }

  private static Optional<Diagnostic> refused(ModuleConfiguration root) {
    return root.encryption()
        .map(
            block ->
                Diagnostic.error(
                    "Unsupported block type",
                    "Blocks of type \"encryption\" are not expected here.",
                    block.declaration()));
  }
}
