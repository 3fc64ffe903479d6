package dev.ingot.cli.operation;

import dev.ingot.address.ProviderAddress;
import dev.ingot.deploy.configuration.ModuleTree;
import dev.ingot.home.Project;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Phrase;
import dev.ingot.provider.install.InstalledProviders;
import dev.ingot.provider.install.RequiredProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Compares the lock file with what a configuration requires. */
final class ProviderChoices {
  private ProviderChoices() {}

  /** An error if a provider was not chosen, or in a version that won't do any more. */
  static Optional<Diagnostic> problem(Project project, ModuleTree root) {
    List<String> found = new ArrayList<>();
    Set<ProviderAddress> included = project.providers().addresses();
    Optional<InstalledProviders> installed = Optional.empty();
    for (String source : RequiredProviders.sources(root)) {
      ProviderAddress address = ProviderAddress.parse(source);
      if (address.isBuiltIn() || included.contains(address)) {
        continue;
      }
      if (installed.isEmpty()) {
        installed = Optional.of(project.installedProviders());
      }
      installed
          .get()
          .inconsistency(new RequiredProvider(address, RequiredProviders.constraints(root, source)))
          .ifPresent(found::add);
    }
    if (found.isEmpty()) {
      return Optional.empty();
    }
    boolean first = installed.map(InstalledProviders::nothingChosen).orElse(true);
    return Optional.of(
        Diagnostic.error(
            "Inconsistent dependency lock file",
            Phrase.of(
                "The following dependency selections recorded in the lock file are inconsistent"
                    + " with the current configuration:\n%s\n\n"
                    + (first
                        ? "To make the initial dependency selections that will initialize the"
                            + " dependency lock file, run:\n  ingot init"
                        : "To update the locked dependency selections to match a changed"
                            + " configuration, run:\n  ingot init -upgrade"),
                String.join("\n", found.stream().map(each -> "  - " + each).toList()))));
  }
}
