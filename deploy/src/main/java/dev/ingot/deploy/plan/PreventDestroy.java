package dev.ingot.deploy.plan;

import dev.ingot.address.InstanceAddress;
import dev.ingot.deploy.configuration.ResourceConfiguration;
import dev.ingot.lang.Diagnostics;

/** Keeps objects that must not be destroyed. */
final class PreventDestroy {
  private PreventDestroy() {}

  /** Reports the destruction of an instance whose resource forbids it. */
  static void check(
      ResourceConfiguration resource, InstanceAddress address, Diagnostics diagnostics) {
    if (resource.lifecycle().preventDestroy()) {
      diagnostics.error(
          "Instance cannot be destroyed",
          "Resource "
              + address
              + " has lifecycle.prevent_destroy set, but the plan calls for this resource to be"
              + " destroyed. To avoid this error and continue with the plan, either disable"
              + " lifecycle.prevent_destroy or reduce the scope of the plan using the -target"
              + " option.",
          resource.declaration());
    }
  }
}
