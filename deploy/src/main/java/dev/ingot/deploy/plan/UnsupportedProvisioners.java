package dev.ingot.deploy.plan;

import dev.ingot.deploy.configuration.Provisioner;
import dev.ingot.deploy.configuration.ResourceConfiguration;
import dev.ingot.deploy.reference.LocalExecSchema;
import dev.ingot.lang.Diagnostics;

/** Reports provisioners that can't be run. */
final class UnsupportedProvisioners {
  private UnsupportedProvisioners() {}

  static void check(ResourceConfiguration resource, Diagnostics diagnostics) {
    for (Provisioner provisioner : resource.provisioners()) {
      if (!provisioner.type().equals(LocalExecSchema.TYPE)) {
        diagnostics.error(
            "Unsupported provisioner",
            "The \""
                + provisioner.type()
                + "\" provisioner is not supported yet. Bake what it would install into the"
                + " machine's image, or use \"local-exec\".",
            provisioner.declaration());
      }
    }
  }
}
