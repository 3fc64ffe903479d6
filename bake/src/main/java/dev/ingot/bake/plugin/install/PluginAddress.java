package dev.ingot.bake.plugin.install;

import dev.ingot.bake.StepException;
import java.util.List;

/**
 * Where a plugin comes from: {@code github.com/OWNER/NAME}, which is the repository {@code
 * OWNER/packer-plugin-NAME}.
 */
public record PluginAddress(String owner, String name) {
  private static final String HOST = "github.com";
  private static final String PREFIX = "packer-plugin-";

  /**
   * Reads an address.
   *
   * @throws StepException if the text isn't one; the message says why
   */
  public static PluginAddress parse(String text) throws StepException {
    List<String> parts = List.of(text.split("/", -1));
    if (parts.size() != 3
        || !parts.getFirst().equals(HOST)
        || !isName(parts.get(1))
        || !isName(parts.get(2))) {
      throw new StepException(
          "\""
              + text
              + "\" is not the source of a plugin: write github.com/OWNER/NAME, such as"
              + " github.com/hashicorp/docker. Plugins from elsewhere are installed from a file"
              + " (-path).");
    }
    if (parts.get(2).startsWith(PREFIX)) {
      throw new StepException(
          "The name of a plugin is written without \""
              + PREFIX
              + "\": "
              + new PluginAddress(parts.get(1), parts.get(2).substring(PREFIX.length()))
              + ".");
    }
    return new PluginAddress(parts.get(1), parts.get(2));
  }

  private static boolean isName(String text) {
    return !text.isEmpty()
        && !text.startsWith(".")
        && text.chars()
            .allMatch(c -> c < 128 && (Character.isLetterOrDigit(c) || "-_.".indexOf(c) >= 0));
  }

  /** {@code OWNER/packer-plugin-NAME}. */
  String repository() {
    return owner + "/" + program();
  }

  /** {@code packer-plugin-NAME}. */
  String program() {
    return PREFIX + name;
  }

  /** {@code github.com/OWNER/NAME}. */
  @Override
  public String toString() {
    return HOST + "/" + owner + "/" + name;
  }
}
