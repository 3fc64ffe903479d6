package dev.ingot.cli.operation;

import dev.ingot.deploy.configuration.ModuleCall;
import dev.ingot.deploy.configuration.ModuleConfiguration;
import dev.ingot.deploy.configuration.ModuleTree;
import dev.ingot.deploy.configuration.ProviderRequirement;
import dev.ingot.deploy.configuration.ResourceConfiguration;
import dev.ingot.lang.version.VersionConstraints;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/** The providers a configuration needs. */
public final class RequiredProviders {
  private RequiredProviders() {}

  /** Their full addresses, those of all modules. */
  public static NavigableSet<String> sources(ModuleTree tree) {
    NavigableSet<String> sources = new TreeSet<>();
    ModuleConfiguration module = tree.module();
    for (ResourceConfiguration resource : module.resources().values()) {
      sources.add(
          module.providerAddress(
              resource
                  .provider()
                  .map(reference -> reference.localName())
                  .orElse(ModuleConfiguration.impliedProvider(resource.type()))));
    }
    module.providers().values().stream()
        .map(provider -> module.providerAddress(provider.localName()))
        .forEach(sources::add);
    module.requirements().values().stream().map(ProviderRequirement::source).forEach(sources::add);
    module.calls().values().stream()
        .map(ModuleCall::name)
        .forEach(
            name -> {
              ModuleTree child = tree.children().get(name);
              if (child != null) {
                sources.addAll(sources(child));
              }
            });
    return sources;
  }

  /** The version constraints on a provider, those of all modules. */
  public static List<VersionConstraints.Part> constraints(ModuleTree tree, String source) {
    List<VersionConstraints.Part> parts = new ArrayList<>();
    for (ProviderRequirement requirement : tree.module().requirements().values()) {
      if (requirement.source().equals(source)) {
        VersionConstraints.parse(requirement.versionConstraint())
            .ifPresent(constraints -> parts.addAll(constraints.parts()));
      }
    }
    tree.children().values().forEach(child -> parts.addAll(constraints(child, source)));
    return parts;
  }
}
