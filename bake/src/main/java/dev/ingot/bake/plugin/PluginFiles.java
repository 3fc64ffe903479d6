package dev.ingot.bake.plugin;

import dev.ingot.bake.StepException;
import dev.ingot.bake.template.TemplateBlocks.RequiredPlugin;
import dev.ingot.lang.version.Version;
import dev.ingot.lang.version.VersionConstraints;
import dev.ingot.storage.Access;
import dev.ingot.storage.AtomicFile;
import dev.ingot.storage.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The programs of plugins in folders, as Packer installs them: {@code
 * HOST/OWNER/NAME/packer-plugin-NAME_vX.Y.Z_x5.0_OS_ARCH} with its checksum beside it.
 *
 * @param folders the first one that has a plugin gives it
 */
public record PluginFiles(List<Path> folders) {
  private static final String PREFIX = "packer-plugin-";
  private static final String SUM = "_SHA256SUM";
  private static final int DEEPEST = 6;

  public PluginFiles {
    folders = List.copyOf(folders);
  }

  /** The folders that Packer uses. */
  public static PluginFiles of(Map<String, String> environment) {
    List<Path> folders = new ArrayList<>();
    String given = environment.getOrDefault("PACKER_PLUGIN_PATH", "");
    if (!given.isEmpty()) {
      for (String each : given.split(":", -1)) {
        if (!each.isEmpty()) {
          folders.add(Path.of(each));
        }
      }
      return new PluginFiles(folders);
    }
    String settings = environment.getOrDefault("PACKER_CONFIG_DIR", "");
    String home = environment.getOrDefault("HOME", "/");
    if (!settings.isEmpty()) {
      return new PluginFiles(List.of(Path.of(settings, "plugins")));
    }
    String configuration = environment.getOrDefault("XDG_CONFIG_HOME", home + "/.config");
    folders.add(Path.of(configuration, "packer", "plugins"));
    folders.add(Path.of(home, ".packer.d", "plugins"));
    return new PluginFiles(folders);
  }

  /** All programs of plugins. */
  public List<Path> all() throws IOException {
    List<Path> all = new ArrayList<>();
    for (Path folder : folders) {
      all.addAll(programs(folder, PREFIX));
    }
    return all;
  }

  /** Whether there is a program of a required plugin. */
  public boolean has(RequiredPlugin required) throws IOException {
    return newest(required.name(), Optional.of(required)).isPresent();
  }

  /** The version of the newest program of a required plugin; empty if it isn't whole. */
  public Optional<Version> installed(RequiredPlugin required) throws IOException {
    Optional<Candidate> newest = newest(required.name(), Optional.of(required));
    try {
      if (newest.isPresent()) {
        checkSum(newest.get().file());
      }
      return newest.map(Candidate::version);
    } catch (StepException e) {
      return Optional.empty();
    }
  }

  /**
   * Removes the programs of a plugin.
   *
   * @param required of which source, and which versions
   * @return those that were removed
   */
  public List<Path> remove(RequiredPlugin required) throws IOException {
    List<Path> removed = new ArrayList<>();
    for (Candidate candidate : candidates(required.name(), Optional.of(required))) {
      Files.deleteIfExists(candidate.file());
      Files.deleteIfExists(candidate.file().resolveSibling(candidate.file().getFileName() + SUM));
      removed.add(candidate.file());
    }
    return removed;
  }

  /** Writes the checksum that stands beside a program. */
  public static void writeSum(Path program, Digest digest) throws IOException {
    AtomicFile.write(
        program.resolveSibling(program.getFileName() + SUM),
        (digest.hex() + "\n").getBytes(StandardCharsets.UTF_8),
        Access.SHARED);
  }

  private record Candidate(Path file, Version version) {}

  /**
   * The newest program of a plugin that is as required.
   *
   * @param accessor its name in templates, which is its own unless it is required under another
   * @throws StepException when its program isn't what was installed
   */
  Optional<Path> find(String accessor, Optional<RequiredPlugin> required)
      throws StepException, IOException {
    Optional<Path> newest = newest(accessor, required).map(Candidate::file);
    if (newest.isPresent()) {
      checkSum(newest.get());
    }
    return newest;
  }

  /**
   * A program that is one component, as plugins from before 2021 are: {@code packer-builder-NAME}.
   *
   * @throws StepException when there is a checksum beside it, and it is another one
   */
  Optional<PluginProgram> single(ComponentKind kind, String type)
      throws StepException, IOException {
    for (Path folder : folders) {
      Path file = folder.resolve("packer-" + kind.command() + "-" + type);
      if (file.normalize().startsWith(folder.normalize()) && Files.isRegularFile(file)) {
        if (Files.exists(file.resolveSibling(file.getFileName() + SUM))) {
          checkSum(file);
        }
        return Optional.of(
            new PluginProgram(
                type,
                file,
                PluginDescription.ofSingle(kind, Digest.of(file).hex().substring(0, 12)),
                true));
      }
    }
    return Optional.empty();
  }

  private Optional<Candidate> newest(String accessor, Optional<RequiredPlugin> required)
      throws IOException {
    return candidates(accessor, required).stream().max(Comparator.comparing(Candidate::version));
  }

  private List<Candidate> candidates(String accessor, Optional<RequiredPlugin> required)
      throws IOException {
    String source = required.map(RequiredPlugin::source).orElse("");
    String name = source.isEmpty() ? accessor : source.substring(source.lastIndexOf('/') + 1);
    Optional<VersionConstraints> wanted =
        required.flatMap(plugin -> VersionConstraints.parse(plugin.version()));
    List<Candidate> candidates = new ArrayList<>();
    for (Path folder : folders) {
      for (Path file : programs(folder, PREFIX + name + "_v")) {
        Optional<Version> version = version(file, name);
        boolean asRequired =
            version.isPresent()
                && wanted.map(constraints -> constraints.allow(version.get())).orElse(true)
                && (source.isEmpty() || isBelow(file, folder, source));
        if (asRequired) {
          candidates.add(new Candidate(file, version.orElseThrow()));
        }
      }
    }
    return candidates;
  }

  private static List<Path> programs(Path folder, String prefix) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.find(folder, DEEPEST, (file, _) -> Files.isRegularFile(file))) {
      return files
          .filter(file -> !isHidden(folder.relativize(file)))
          .filter(
              file -> {
                String text = String.valueOf(file.getFileName());
                return text.startsWith(prefix) && !text.endsWith(SUM);
              })
          .sorted()
          .toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** What is being installed is in hidden folders. */
  private static boolean isHidden(Path relative) {
    for (Path part : relative) {
      if (part.toString().startsWith(".")) {
        return true;
      }
    }
    return false;
  }

  private static Optional<Version> version(Path file, String name) {
    String rest = String.valueOf(file.getFileName()).substring((PREFIX + name + "_v").length());
    int end = rest.indexOf('_');
    return end < 0 ? Optional.empty() : Version.parse(rest.substring(0, end));
  }

  /** A source is {@code github.com/owner/name}; its program is in a folder of that path. */
  private static boolean isBelow(Path file, Path folder, String source) {
    Path parent = file.getParent();
    return parent != null
        && (parent.equals(folder)
            || parent.endsWith(source.substring(source.indexOf('/') + 1))
            || parent.endsWith(source));
  }

  private static void checkSum(Path file) throws StepException, IOException {
    Path beside = file.resolveSibling(file.getFileName() + SUM);
    if (!Files.isRegularFile(beside)) {
      throw new StepException(
          "The plugin " + file + " has no checksum beside it (" + beside.getFileName() + ").");
    }
    String wanted = Files.readString(beside).strip().split("\\s+")[0];
    if (!Digest.of(file).hex().equalsIgnoreCase(wanted)) {
      throw new StepException(
          "The plugin "
              + file
              + " isn't what was installed: its checksum differs from the one beside it. Install it"
              + " again.");
    }
  }
}
