package dev.ingot.deploy;

import dev.ingot.deploy.configuration.ComputedSources;
import dev.ingot.deploy.configuration.ConfigurationLoader;
import dev.ingot.deploy.configuration.ConfigurationSource;
import dev.ingot.deploy.configuration.FolderSource;
import dev.ingot.deploy.configuration.ModuleConfiguration;
import dev.ingot.deploy.configuration.ModuleManifest;
import dev.ingot.deploy.configuration.ModuleTree;
import dev.ingot.deploy.configuration.RootProblems;
import dev.ingot.deploy.mock.Substitutes;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.Result;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A root module, the modules it calls, and the text of all their files.
 *
 * @param root the root module
 * @param contents the text of every file, by its path relative to the root module
 * @param substitutes what stands in for providers and objects in a test
 */
public record Configuration(
    ModuleTree root, SortedMap<String, String> contents, Substitutes substitutes) {
  public Configuration {
    contents = Collections.unmodifiableSortedMap(new TreeMap<>(contents));
  }

  /** A configuration outside of tests. */
  public Configuration(ModuleTree root, SortedMap<String, String> contents) {
    this(root, contents, Substitutes.NONE);
  }

  /** Reads the configuration whose root module is in a folder. */
  public static Result<Configuration> load(Path folder) {
    return load(new FolderSource(folder));
  }

  /**
   * The same with another data folder.
   *
   * @param data with the list of installed modules
   * @param sources give the sources of module calls that aren't constant
   */
  public static Result<Configuration> load(Path folder, Path data, ComputedSources sources) {
    return load(new FolderSource(folder, data, sources.additions()), "", sources);
  }

  /**
   * Reads the configuration whose root module is in a folder below that of another one. Its files
   * are named as that one's are.
   *
   * @param data with the list of installed modules
   * @param inner relative to the other's folder
   */
  public static Result<Configuration> load(Path folder, Path data, String inner) {
    Path path = Path.of(inner).normalize();
    return load(new FolderSource(folder, data), path.toString(), ComputedSources.none());
  }

  /** The same, with files and modules named by their whole paths. */
  public static Result<Configuration> loadAbsolute(
      Path folder, Path data, ComputedSources sources) {
    return load(
        new FolderSource(folder, data, sources.additions()),
        folder.toAbsolutePath().normalize().toString(),
        sources);
  }

  /** Reads the configuration from files kept in memory, by their paths. */
  public static Result<Configuration> load(Map<String, String> contents) {
    return load(ConfigurationSource.stored(contents), "", ModuleManifest.recordedSources(contents));
  }

  /**
   * Reads the configuration from anywhere.
   *
   * @return all that could be read, even where there are errors
   */
  public static Result<Configuration> load(ConfigurationSource source) {
    return load(source, "", ComputedSources.none());
  }

  /**
   * Reads the root module alone.
   *
   * @param sources give the sources of module calls that aren't constant
   * @return all that could be read, even where there are errors
   */
  public static Result<ModuleConfiguration> root(Path folder, ComputedSources sources) {
    Diagnostics diagnostics = new Diagnostics();
    ModuleConfiguration root =
        new ConfigurationLoader(
                new FolderSource(folder, folder.resolve(".terraform"), sources.additions()),
                diagnostics,
                sources)
            .loadModule("");
    return Result.of(root, diagnostics.list());
  }

  /** Tells problems of the root module in a folder apart. */
  public static RootProblems rootProblems(Path folder, ComputedSources sources) {
    return new ConfigurationLoader(
            new FolderSource(folder, folder.resolve(".terraform"), sources.additions()),
            new Diagnostics(),
            sources)
        .rootProblems("");
  }

  private static Result<Configuration> load(
      ConfigurationSource source, String folder, ComputedSources sources) {
    Diagnostics diagnostics = new Diagnostics();
    ConfigurationLoader loader = new ConfigurationLoader(source, diagnostics, sources);
    ModuleTree root = loader.load(folder);
    return Result.of(new Configuration(root, new TreeMap<>(loader.contents())), diagnostics.list());
  }

  /** Whether there is no configuration file at all in the root module. */
  public boolean isEmpty() {
    return root.module().fileCount() == 0;
  }

  /** {@code sha256:} and the digest over names and texts of all files. */
  public String digest() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      contents.forEach(
          (path, text) -> {
            update(digest, path);
            update(digest, text);
          });
      return "sha256:" + HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void update(MessageDigest digest, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update(
        new byte[] {
          (byte) (bytes.length >>> 24),
          (byte) (bytes.length >>> 16),
          (byte) (bytes.length >>> 8),
          (byte) bytes.length
        });
    digest.update(bytes);
  }
}
