package dev.ingot.provider.install;

import dev.ingot.address.ProviderAddress;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.version.Version;

/** A provider can't be installed. */
final class InstallationException extends Exception {
  private static final long serialVersionUID = 1;

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
            "Failed to query available provider packages",
            "Could not retrieve the list of available versions for provider "
                + address.shortText()
                + ": "
                + why));
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
