package dev.ingot.registry.evidence;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Parts of package URLs. */
public final class PackageUrls {
  private PackageUrls() {}

  /** A part as it is written: letters, digits and {@code .-_~:} stay, a space is {@code %20}. */
  public static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8)
        .replace("+", "%20")
        .replace("*", "%2A")
        .replace("%7E", "~")
        .replace("%3A", ":");
  }
}
