package dev.ingot.deploy.configuration;

import dev.ingot.lang.Diagnostics;

/** Compares the provider configurations a call passes with those the module asks for. */
final class PassedProviders {
  private PassedProviders() {}

  static void check(ModuleCall call, ModuleTree child, Diagnostics diagnostics) {
    for (ProviderRequirement requirement : child.module().requirements().values()) {
      for (ProviderReference alias : requirement.aliases()) {
        if (!call.providers().containsKey(alias.text())) {
          diagnostics.error(
              "Missing required provider configuration",
              "The child module requires an additional configuration for provider "
                  + requirement.source()
                  + ", with the local name \""
                  + alias.text()
                  + "\".\n\nRefer to the module's documentation to understand the intended purpose"
                  + " of this additional provider configuration, and then add an entry for "
                  + alias.text()
                  + " in the \"providers\" meta-argument in the module block to choose which"
                  + " provider configuration the module should use for that purpose.",
              call.declaration());
        }
      }
    }
  }
}
