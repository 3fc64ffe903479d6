package dev.ingot.registry;

import dev.ingot.registry.content.RegistryException;
import java.util.regex.Pattern;

/** Names of buckets and channels. */
final class Names {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,127}");

  private Names() {}

  static void require(String what, String name) {
    if (!NAME.matcher(name).matches()) {
      throw new RegistryException(
          "invalid name of a "
              + what
              + ": '"
              + name
              + "'; use up to 128 lower-case letters, digits, dots, dashes and underscores,"
              + " starting with a letter or digit");
    }
  }
}
