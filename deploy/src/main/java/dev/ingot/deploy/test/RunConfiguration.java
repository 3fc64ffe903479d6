package dev.ingot.deploy.test;

import dev.ingot.address.AddressException;
import dev.ingot.address.ProviderAddress;
import dev.ingot.address.ProviderConfigAddress;
import dev.ingot.deploy.Configuration;
import dev.ingot.deploy.configuration.ModuleConfiguration;
import dev.ingot.deploy.configuration.ModuleTree;
import dev.ingot.deploy.configuration.PassedProvider;
import dev.ingot.deploy.configuration.ProviderConfiguration;
import dev.ingot.deploy.configuration.ProviderReference;
import dev.ingot.deploy.configuration.ResourceConfiguration;
import dev.ingot.deploy.configuration.TestFile;
import dev.ingot.deploy.configuration.TestProvider;
import dev.ingot.deploy.configuration.TestRun;
import dev.ingot.deploy.mock.Mock;
import dev.ingot.deploy.mock.ModuleOverride;
import dev.ingot.deploy.mock.ObjectOverride;
import dev.ingot.deploy.mock.Substitutes;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.eval.Scope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A configuration as one run of a test sees it: with the providers of the test in the place of its
 * own, and with overrides.
 */
final class RunConfiguration {
  private final TestFile file;
  private final TestRun run;
  private final Diagnostics diagnostics;

  RunConfiguration(TestFile file, TestRun run, Diagnostics diagnostics) {
    this.file = file;
    this.run = run;
    this.diagnostics = diagnostics;
  }

  /**
   * The configuration for the run.
   *
   * @param scope what the test's provider configurations may refer to
   * @param seed of generated values
   */
  Configuration of(Configuration configuration, Scope scope, long seed) {
    ModuleTree root = configuration.root();
    ModuleConfiguration module = root.module();
    Map<String, ProviderConfiguration> providers = new LinkedHashMap<>(module.providers());
    Map<ProviderConfigAddress, Mock> mocks = new HashMap<>();
    List<ObjectOverride> objects = new ArrayList<>(run.overrides().objects());
    objects.addAll(file.overrides().objects());
    used(root)
        .forEach(
            (name, provider) -> {
              ProviderConfiguration written = provider.configuration();
              int dot = name.indexOf('.');
              String localName = dot < 0 ? name : name.substring(0, dot);
              String alias = dot < 0 ? "" : name.substring(dot + 1);
              providers.put(
                  name,
                  new ProviderConfiguration(
                      localName,
                      alias,
                      new EvaluatedBody(written.body(), scope),
                      written.declaration()));
              if (provider.mock().isPresent()) {
                address(module, localName)
                    .ifPresent(
                        address ->
                            mocks.put(
                                new ProviderConfigAddress(
                                    "",
                                    address,
                                    alias.isEmpty() ? Optional.empty() : Optional.of(alias)),
                                provider.mock().get()));
                objects.addAll(provider.overrides());
              }
            });
    List<ModuleOverride> modules = new ArrayList<>(run.overrides().modules());
    modules.addAll(file.overrides().modules());
    ModuleTree changed =
        new ModuleTree(root.path(), module.withProviders(providers), root.children());
    return new Configuration(
        modules.isEmpty() ? changed : changed.overridden(modules),
        configuration.contents(),
        new Substitutes(mocks, objects, seed));
  }

  /** The providers of the test that are used, by their names in the module. */
  private Map<String, TestProvider> used(ModuleTree root) {
    Map<String, TestProvider> used = new LinkedHashMap<>();
    if (run.providers().isEmpty()) {
      Set<ProviderAddress> needed = new HashSet<>();
      needed(root, needed);
      file.providers()
          .forEach(
              (name, provider) -> {
                if (address(root.module(), provider.configuration().localName())
                    .filter(needed::contains)
                    .isPresent()) {
                  used.put(name, provider);
                }
              });
      return used;
    }
    for (Map.Entry<String, PassedProvider> each : run.providers().entrySet()) {
      ProviderReference outside = each.getValue().outside();
      TestProvider provider = file.providers().get(outside.text());
      if (provider == null) {
        diagnostics.error(
            "Missing provider definition for " + outside.text(),
            "This provider block references a provider definition that does not exist.",
            outside.range());
      } else {
        used.put(each.getKey(), provider);
      }
    }
    return used;
  }

  private static void needed(ModuleTree tree, Set<ProviderAddress> needed) {
    ModuleConfiguration module = tree.module();
    Set<String> names = new HashSet<>(module.requirements().keySet());
    module.providers().values().forEach(provider -> names.add(provider.localName()));
    for (ResourceConfiguration resource : module.resources().values()) {
      names.add(
          resource
              .provider()
              .map(ProviderReference::localName)
              .orElseGet(() -> ModuleConfiguration.impliedProvider(resource.type())));
    }
    names.forEach(name -> address(module, name).ifPresent(needed::add));
    tree.children().values().forEach(child -> needed(child, needed));
  }

  private static Optional<ProviderAddress> address(ModuleConfiguration module, String localName) {
    try {
      return Optional.of(ProviderAddress.parse(module.providerAddress(localName)));
    } catch (AddressException e) {
      return Optional.empty();
    }
  }
}
