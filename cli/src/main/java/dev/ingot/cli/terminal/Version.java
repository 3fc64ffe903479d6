package dev.ingot.cli.terminal;

import dev.ingot.deploy.configuration.LanguageVersion;

/** The names and versions of this program. */
public final class Version {
  /** The version of Ingot. */
  public static final String INGOT = "0.1.0";

  /**
   * The version of Terraform whose language and state format Ingot implements; compared with {@code
   * required_version}.
   */
  public static final String TERRAFORM_LANGUAGE = LanguageVersion.TERRAFORM;

  private Version() {}

  /** The platform in the form of provider packages, such as {@code linux_amd64}. */
  public static String platform() {
    String os = System.getProperty("os.name", "linux").toLowerCase(java.util.Locale.ROOT);
    String arch = System.getProperty("os.arch", "amd64");
    return (os.startsWith("mac") ? "darwin" : os.startsWith("windows") ? "windows" : os)
        + "_"
        + switch (arch) {
          case "x86_64" -> "amd64";
          case "aarch64" -> "arm64";
          default -> arch;
        };
  }
}
