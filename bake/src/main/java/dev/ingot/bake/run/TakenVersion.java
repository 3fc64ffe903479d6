package dev.ingot.bake.run;

import dev.ingot.bake.process.ProcessOwner;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.SourceRange;
import dev.ingot.registry.catalog.Lease;
import dev.ingot.registry.catalog.Revocation;
import dev.ingot.registry.catalog.Version;

/** Why a version can't be baked. */
record TakenVersion(Version version, SourceRange place) {
  Diagnostic held(Lease lease) {
    return Diagnostic.error(
        "Already being baked",
        version.reference()
            + " is being baked by another process: "
            + ProcessOwner.name(lease.owner())
            + ", since "
            + lease.since()
            + ". Wait until it is done; if that process has died, its claim expires at "
            + lease.until()
            + ".",
        place);
  }

  Diagnostic revoked(Revocation revocation) {
    return Diagnostic.error(
        "Version is revoked",
        "These inputs produced "
            + version.reference()
            + ", which was revoked: "
            + revocation
            + ". Change the template, or restore the version.",
        place);
  }
}
