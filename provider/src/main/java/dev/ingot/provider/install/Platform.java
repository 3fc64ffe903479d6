package dev.ingot.provider.install;

import java.util.Locale;

/**
 * What a program runs on, as packages name it.
 *
 * @param os such as {@code linux}
 * @param arch such as {@code amd64}
 */
public record Platform(String os, String arch) {
  /** This host. */
  public static Platform ofHost() {
    String arch = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
    return new Platform(
        "linux",
        switch (arch) {
          case "x86_64", "amd64" -> "amd64";
          case "aarch64", "arm64" -> "arm64";
          case "x86", "i386" -> "386";
          default -> arch;
        });
  }

  /** {@code linux_amd64}. */
  @Override
  public String toString() {
    return os + "_" + arch;
  }
}
