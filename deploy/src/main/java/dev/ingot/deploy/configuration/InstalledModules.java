package dev.ingot.deploy.configuration;

import dev.ingot.deploy.source.ModuleSource;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.Phrase;
import dev.ingot.lang.SourceRange;
import dev.ingot.lang.version.Version;
import dev.ingot.lang.version.VersionConstraints;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The modules from elsewhere that {@code init} has installed. Their list is read when the first of
 * them is called.
 */
final class InstalledModules {
  /**
   * Where a module is.
   *
   * @param packageFolder which its relative paths must not leave; empty where they may
   */
  record Folders(String folder, String packageFolder) {
    /** The same by whole paths, if the root module's folder is given by one. */
    Folders below(String other) {
      boolean stays = !other.startsWith("/") || folder.startsWith("/");
      return stays ? this : new Folders(other + "/" + folder, other + "/" + packageFolder);
    }
  }

  private static final String NOT_INSTALLED = "Module not installed";
  private static final String REMEDY =
      " Run \"ingot init\" to install all modules required by this configuration.";

  private final ConfigurationSource source;
  private final Diagnostics diagnostics;
  private final SortedMap<String, ModuleManifest.Entry> used = new TreeMap<>();
  private @Nullable ModuleManifest manifest;

  InstalledModules(ConfigurationSource source, Diagnostics diagnostics) {
    this.source = source;
    this.diagnostics = diagnostics;
  }

  /** The list of the modules that were called; empty if none was. */
  Optional<String> used() {
    return used.isEmpty() ? Optional.empty() : Optional.of(new ModuleManifest(used).text());
  }

  /** Where the module that a call means is; reports why it can't be used. */
  Optional<Folders> find(ModuleCall call, List<String> path) {
    String key = String.join(".", path);
    Optional<ModuleManifest.Entry> found = manifest().find(key);
    if (found.isEmpty()) {
      return refused(NOT_INSTALLED, "This module is not yet installed.", call.declaration());
    }
    ModuleManifest.Entry entry = found.get();
    if (!entry.source().equals(call.address().address())) {
      return refused(
          "Module source has changed",
          "The source address was changed since this module was installed.",
          call.sourceRange());
    }
    if (call.address() instanceof ModuleSource.Registry && !allows(call, entry.version())) {
      return refused(
          "Module version requirements have changed",
          "The version requirements have changed since this module was installed and the installed"
              + " version ("
              + entry.version()
              + ") is no longer acceptable.",
          call.sourceRange());
    }
    if (!isThere(entry.folder())) {
      return refused(
          NOT_INSTALLED,
          "This module's local cache directory " + entry.folder() + " could not be read.",
          call.declaration());
    }
    used.put(key, entry);
    return Optional.of(new Folders(entry.folder(), InstalledFolders.packageFolder(entry)));
  }

  /** Records a module beside its caller whose source was computed. */
  void use(String key, String source, String folder) {
    used.put(key, new ModuleManifest.Entry(key, source, "", folder));
  }

  private boolean isThere(String folder) {
    try {
      return source.files(folder).isPresent();
    } catch (IOException e) {
      // Reading its files says what is wrong.
      return true;
    }
  }

  private Optional<Folders> refused(String summary, String what, SourceRange place) {
    diagnostics.add(Diagnostic.error(summary, Phrase.of("%s" + REMEDY, what), place));
    return Optional.empty();
  }

  private ModuleManifest manifest() {
    ModuleManifest known = manifest;
    if (known == null) {
      known = read();
      manifest = known;
    }
    return known;
  }

  private ModuleManifest read() {
    try {
      Optional<String> text = source.manifest();
      Optional<ModuleManifest> read = text.flatMap(ModuleManifest::read);
      if (text.isPresent() && read.isEmpty()) {
        diagnostics.add(
            Diagnostic.error(
                "Invalid list of modules",
                Phrase.of(
                    "The file %s in the data folder is damaged. Run \"ingot init\" to install the"
                        + " modules again.",
                    ModuleManifest.FILE)));
      }
      return read.orElse(ModuleManifest.EMPTY);
    } catch (IOException e) {
      diagnostics.add(
          Diagnostic.error(
              "Failed to read the list of modules",
              "The file " + ModuleManifest.FILE + " in the data folder can't be read: " + e + "."));
      return ModuleManifest.EMPTY;
    }
  }

  private static boolean allows(ModuleCall call, String installed) {
    Optional<VersionConstraints> constraints = call.version().flatMap(VersionConstraints::parse);
    Optional<Version> version = Version.parse(installed);
    return constraints.isEmpty() || (version.isPresent() && constraints.get().allow(version.get()));
  }

  /** Whether a folder is another one or below it; all are within an empty one. */
  static boolean isWithin(String folder, String other) {
    return other.isEmpty() || folder.equals(other) || folder.startsWith(other + "/");
  }
}
