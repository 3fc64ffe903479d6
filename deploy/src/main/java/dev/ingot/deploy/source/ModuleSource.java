package dev.ingot.deploy.source;

import java.util.ArrayDeque;
import java.util.Deque;

/** The source of a module. Rules: the recorded behaviour of Terraform 1.11. */
public sealed interface ModuleSource {
  /** As it is written. */
  String text();

  /** The one way to write it, as the list of installed modules has it. */
  String address();

  /**
   * A folder, by a path from the folder of the module that calls it.
   *
   * @param path cleaned, with {@code /}; begins with {@code ./} or {@code ../}
   */
  record Local(String text, String path) implements ModuleSource {
    @Override
    public String address() {
      return path;
    }
  }

  /**
   * A module of a registry.
   *
   * @param subfolder within the package; empty for its root
   */
  record Registry(String text, RegistryModule module, String subfolder) implements ModuleSource {
    @Override
    public String address() {
      return module + (subfolder.isEmpty() ? "" : "//" + subfolder);
    }
  }

  /**
   * A package that is downloaded from its address.
   *
   * @param subfolder within the package; empty for its root; may be a pattern of one folder
   */
  record Remote(String text, PackageAddress packageAddress, String subfolder)
      implements ModuleSource {
    @Override
    public String address() {
      return packageAddress.with(subfolder);
    }
  }

  /** Whether a text is the path of a folder. */
  static boolean isLocal(String text) {
    return text.startsWith("./")
        || text.startsWith("../")
        || text.startsWith(".\\")
        || text.startsWith("..\\");
  }

  /** A path without empty parts and detours; {@code ..} stays in front where it leads out. */
  static String cleaned(String path) {
    Deque<String> parts = new ArrayDeque<>();
    for (String part : path.split("/", -1)) {
      if (part.equals("..") && !parts.isEmpty() && !parts.getLast().equals("..")) {
        String _ = parts.removeLast();
      } else if (!part.isEmpty() && !part.equals(".")) {
        parts.addLast(part);
      }
    }
    return String.join("/", parts);
  }
}
