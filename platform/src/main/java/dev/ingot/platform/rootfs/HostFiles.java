package dev.ingot.platform.rootfs;

import dev.ingot.bake.StepException;
import dev.ingot.bake.layer.TreeEntry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Commands of this host with everything they need to run: interpreters of scripts, the program
 * loader, shared libraries and those these need in turn.
 */
final class HostFiles {
  private static final List<String> COMMAND_FOLDERS =
      List.of("usr/local/sbin", "usr/local/bin", "usr/sbin", "usr/bin", "sbin", "bin");

  private final Path host;
  private final LibrarySearch libraries;
  private final Map<String, TreeEntry> entries = new TreeMap<>();
  private final TreeSet<String> sources = new TreeSet<>();
  private final Deque<Path> pending = new ArrayDeque<>();

  /**
   * @param host the root of this host's file system
   */
  HostFiles(Path host) {
    this.host = host;
    this.libraries = new LibrarySearch(host);
  }

  /** The entries of everything added, without their folders. */
  Collection<TreeEntry> entries() {
    return entries.values();
  }

  /** The absolute paths of the copied files. */
  List<String> sources() {
    return List.copyOf(sources);
  }

  /**
   * Adds a command by its name or absolute path.
   *
   * @throws StepException when this host lacks it or something it needs
   */
  void addCommand(String command) throws StepException, IOException {
    Path file =
        find(command)
            .orElseThrow(
                () ->
                    new StepException(
                        "This host has no command \""
                            + command
                            + "\" to copy into the image. Install it here, or remove it from"
                            + " commands."));
    add(file);
    addNeeded();
  }

  /**
   * Adds what programs and libraries need that were added to the image by other means.
   *
   * @throws StepException when this host lacks it
   */
  void addNeedsOf(Collection<Path> files) throws StepException, IOException {
    for (Path file : files) {
      needs(file, files);
    }
    addNeeded();
  }

  private void addNeeded() throws StepException, IOException {
    while (!pending.isEmpty()) {
      needs(pending.pop(), List.of());
    }
  }

  private void needs(Path file, Collection<Path> provided) throws StepException, IOException {
    Optional<ElfFile> elf = ElfFile.read(file);
    if (elf.isEmpty()) {
      Optional<String> interpreter = interpreter(file);
      if (interpreter.isPresent()) {
        add(
            find(interpreter.get())
                .orElseThrow(
                    () ->
                        new StepException(
                            file + " needs " + interpreter.get() + ", which this host lacks.")));
      }
      return;
    }
    elf.get()
        .interpreter()
        .map(loader -> host.resolve(loader.replaceFirst("^/+", "")))
        .filter(Files::exists)
        .ifPresent(this::add);
    for (String name : elf.get().needed()) {
      boolean own =
          provided.stream().anyMatch(each -> String.valueOf(each.getFileName()).equals(name));
      if (own) {
        continue;
      }
      Path library =
          libraries
              .find(name, file, elf.get().searchPaths())
              .orElseThrow(
                  () ->
                      new StepException(
                          file
                              + " needs the library "
                              + name
                              + ", which is not installed on this host. Install the package that"
                              + " has it."));
      add(library);
    }
  }

  /** Adds a file under its own path, and its target if it is a symbolic link. */
  private void add(Path file) {
    Path real;
    try {
      real = file.toRealPath();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    String realPath = merged(real);
    String path = merged(realFolder(file).resolve(String.valueOf(file.getFileName())));
    if (!path.equals(realPath)) {
      entries.putIfAbsent(
          path,
          new TreeEntry.SymbolicLink(
              path, TreeEntry.Access.root(0777), linkTarget(path, realPath)));
    }
    if (entries.putIfAbsent(realPath, regular(realPath, real)) == null) {
      sources.add("/" + host.toAbsolutePath().normalize().relativize(real));
      pending.push(real);
    }
  }

  private static TreeEntry regular(String path, Path real) {
    int mode = Files.isExecutable(real) ? 0755 : 0644;
    return new TreeEntry.RegularFile(
        path, TreeEntry.Access.root(mode), new TreeEntry.Content.OnDisk(real));
  }

  private static Path realFolder(Path file) {
    Path parent = file.getParent();
    try {
      return parent == null ? file : parent.toRealPath();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Relative, so that the link is valid wherever the image is unpacked. */
  private static String linkTarget(String from, String to) {
    Path folder = Path.of("/" + from).getParent();
    return folder == null ? "/" + to : folder.relativize(Path.of("/" + to)).toString();
  }

  /** The path inside the image, where everything is below usr. */
  private String merged(Path absolute) {
    String path = host.toAbsolutePath().normalize().relativize(absolute).toString();
    for (String top : List.of("bin/", "sbin/", "lib/", "lib64/")) {
      if (path.startsWith(top)) {
        return "usr/" + path;
      }
    }
    return path;
  }

  private Optional<Path> find(String command) {
    if (command.startsWith("/")) {
      Path file = host.resolve(command.replaceFirst("^/+", ""));
      return Files.isRegularFile(file) ? Optional.of(file) : Optional.empty();
    }
    List<Path> candidates = new ArrayList<>();
    COMMAND_FOLDERS.forEach(folder -> candidates.add(host.resolve(folder).resolve(command)));
    return candidates.stream().filter(Files::isRegularFile).filter(Files::isExecutable).findFirst();
  }

  private static Optional<String> interpreter(Path script) throws IOException {
    try (InputStream in = Files.newInputStream(script)) {
      String head = new String(in.readNBytes(256), StandardCharsets.UTF_8);
      if (!head.startsWith("#!")) {
        return Optional.empty();
      }
      String line = head.substring(2).lines().findFirst().orElse("").strip();
      int space = line.indexOf(' ');
      return Optional.of(space < 0 ? line : line.substring(0, space)).filter(s -> !s.isEmpty());
    }
  }
}
