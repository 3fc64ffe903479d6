package dev.ingot.provider.install;

import dev.ingot.address.ProviderAddress;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Phrase;
import dev.ingot.lang.version.Version;
import java.util.ArrayList;
import java.util.List;

/** A provider can't be installed. */
final class InstallationException extends Exception {
  private static final long serialVersionUID = 1;
  private static final String NO_PACKAGES = "Failed to query available provider packages";

  private final transient Diagnostic diagnostic;

  private InstallationException(Diagnostic diagnostic) {
    super(diagnostic.summary());
    this.diagnostic = diagnostic;
  }

  Diagnostic diagnostic() {
    return diagnostic;
  }

  /** No version or package will do. */
  static InstallationException noPackages(ProviderAddress address, String why) {
    return new InstallationException(
        Diagnostic.error(
            NO_PACKAGES,
            "Could not retrieve the list of available versions for provider "
                + address.shortText()
                + ": "
                + why));
  }

  /** No version will do for what the configuration wants; says how to see who wants it. */
  static InstallationException unwanted(ProviderAddress address, Phrase why) {
    List<Object> quoted = new ArrayList<>(List.of(address.shortText()));
    quoted.addAll(why.arguments());
    quoted.add(address.shortText());
    return new InstallationException(
        Diagnostic.error(
            Phrase.quoted(NO_PACKAGES),
            Phrase.of(
                "Could not retrieve the list of available versions for provider %s: "
                    + why.template()
                    + "\n\nTo see which modules are currently depending on %s and what versions are"
                    + " specified, run the following command:\n    ingot providers",
                quoted.toArray())));
  }

  /** The version is there, but not for this platform. */
  static InstallationException otherPlatform(
      ProviderAddress address, Version version, Platform platform) {
    return new InstallationException(
        Diagnostic.error(
            "Incompatible provider version",
            "Provider "
                + address
                + " v"
                + version
                + " does not have a package available for your current platform, "
                + platform
                + ".\n\nProvider releases are separate from releases of this program, so not all"
                + " providers are available for all platforms. Other versions of this provider may"
                + " have different platforms supported."));
  }

  /** A package can't be had. */
  static InstallationException failed(ProviderAddress address, Version version, String why) {
    return new InstallationException(
        Diagnostic.error(
            "Failed to install provider",
            "Error while installing " + address.shortText() + " v" + version + ": " + why));
  }

  /** There is a package, but another one than was chosen. */
  static InstallationException otherPackage(ProviderAddress address, Version version) {
    return failed(
        address,
        version,
        "the package doesn't match any of the checksums previously recorded in the"
            + " dependency lock file (perhaps those are of packages for other platforms). If"
            + " the package is right, remove the provider from "
            + LockFile.NAME
            + " and run init again.");
  }
}
