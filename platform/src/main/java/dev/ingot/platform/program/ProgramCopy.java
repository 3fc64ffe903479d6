package dev.ingot.platform.program;

import dev.ingot.platform.host.Processes;
import dev.ingot.platform.host.Trees;
import dev.ingot.storage.AtomicFolder;
import dev.ingot.storage.PrivateFolder;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/**
 * The archives of a program below {@code programs/KEY} of a platform, which processes that outlive
 * a command run from, so that a build which overwrites the archives doesn't break them.
 */
public final class ProgramCopy {
  private static final String FOLDER = "programs";

  private ProgramCopy() {}

  /**
   * The same command, run from a copy; unchanged if the program doesn't run from archives.
   *
   * @param platform the folder of the platform, which exists
   * @throws IOException when it can't be copied
   */
  public static JavaCommand of(JavaCommand command, Path platform) throws IOException {
    List<Path> classPath = new ArrayList<>();
    for (String entry : command.classPath().split(File.pathSeparator)) {
      classPath.add(Path.of(entry).toAbsolutePath().normalize());
    }
    Map<String, Path> archives = new LinkedHashMap<>();
    for (Path entry : classPath) {
      if (!entry.toString().endsWith(".jar") || !collect(entry, archives)) {
        return command;
      }
    }
    Path folder = platform.resolve(FOLDER).resolve(key(archives));
    if (!Files.isDirectory(folder)) {
      copy(archives, folder);
    }
    Files.setLastModifiedTime(folder, FileTime.from(Instant.now()));
    List<String> copies =
        classPath.stream().map(entry -> folder.resolve(entry.getFileName()).toString()).toList();
    return new JavaCommand(
        command.java(), String.join(File.pathSeparator, copies), command.options());
  }

  /** Adds an archive and those its manifest names; false if two have the same name. */
  private static boolean collect(Path archive, Map<String, Path> archives) throws IOException {
    Path known = archives.putIfAbsent(String.valueOf(archive.getFileName()), archive);
    if (known != null) {
      return known.equals(archive);
    }
    Manifest manifest;
    try (JarFile jar = new JarFile(archive.toFile())) {
      manifest = Optional.ofNullable(jar.getManifest()).orElseGet(Manifest::new);
    }
    String named =
        Optional.ofNullable(manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH))
            .orElse("");
    for (String name : named.split(" ")) {
      // A distribution is one folder; archives elsewhere would not be found from a copy either.
      Path sibling = archive.resolveSibling(name);
      if (name.endsWith(".jar")
          && !name.contains("/")
          && Files.exists(sibling)
          && !collect(sibling, archives)) {
        return false;
      }
    }
    return true;
  }

  private static String key(Map<String, Path> archives) throws IOException {
    StringBuilder text = new StringBuilder();
    for (Map.Entry<String, Path> each : archives.entrySet()) {
      text.append(each.getKey())
          .append(' ')
          .append(Files.size(each.getValue()))
          .append(' ')
          .append(Files.getLastModifiedTime(each.getValue()).toMillis())
          .append('\n');
    }
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(text.toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static void copy(Map<String, Path> archives, Path folder) throws IOException {
    Path fresh = folder.resolveSibling("new-" + UUID.randomUUID());
    Path _ = PrivateFolder.create(fresh);
    try {
      for (Map.Entry<String, Path> each : archives.entrySet()) {
        // With its time, which distinguishes builds.
        Files.copy(
            each.getValue(), fresh.resolve(each.getKey()), StandardCopyOption.COPY_ATTRIBUTES);
      }
      // Where it is there already, another process copied the same at the same time.
      boolean _ = AtomicFolder.place(fresh, folder);
    } finally {
      Trees.delete(fresh);
    }
  }

  /**
   * Removes the copies that no process runs from.
   *
   * @param since copies used after this moment are kept: their process may not have started yet
   */
  public static void removeUnused(Path platform, Processes processes, Instant since)
      throws IOException {
    Path programs = platform.resolve(FOLDER);
    if (!Files.isDirectory(programs)) {
      return;
    }
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(programs)) {
      for (Path folder : folders) {
        if (Files.getLastModifiedTime(folder).toInstant().isBefore(since)
            && processes.withCommandLine(folder.toString()).isEmpty()) {
          Trees.delete(folder);
        }
      }
    }
  }
}
