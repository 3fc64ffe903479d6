package dev.ingot.platform.rootfs;

import dev.ingot.bake.HostPrograms;
import dev.ingot.bake.Source;
import dev.ingot.bake.StepException;
import dev.ingot.bake.layer.InputHash;
import dev.ingot.bake.layer.LayerKey;
import dev.ingot.bake.layer.TreeEntry;
import dev.ingot.bake.layer.TreeScan;
import dev.ingot.graph.Cancellation;
import dev.ingot.platform.host.Trees;
import dev.ingot.registry.evidence.Component;
import dev.ingot.storage.AtomicFolder;
import dev.ingot.storage.PrivateFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;

/** Java runtimes with chosen modules, linked from the Java that runs this program. */
final class JavaRuntime {
  /** The runtime's folder in an image. */
  static final String PLACE = "usr/lib/jvm/runtime";

  private final Path javaHome;
  private final Path cache;
  private final HostPrograms programs;

  /**
   * @param javaHome a JDK 25 or later
   * @param cache where linked runtimes are kept
   */
  JavaRuntime(Path javaHome, Path cache, HostPrograms programs) {
    this.javaHome = javaHome;
    this.cache = cache;
    this.programs = programs;
  }

  /** A linked runtime on this host. */
  record Linked(Path folder, LayerKey key, String version, List<String> modules) {
    /** Its programs and libraries. */
    List<Path> binaries() throws IOException {
      try (Stream<Path> files = Files.walk(folder)) {
        return files
            .filter(Files::isRegularFile)
            .filter(
                file -> {
                  String name = String.valueOf(file.getFileName());
                  return name.contains(".so") || String.valueOf(file.getParent()).endsWith("/bin");
                })
            .sorted()
            .toList();
      }
    }

    /** Its files in an image. */
    List<TreeEntry> entries() throws IOException {
      List<TreeEntry> entries = new ArrayList<>();
      for (TreeEntry entry :
          new TreeScan(TreeScan.Ownership.ROOT, TreeScan.OpaqueMark.NEVER, List.of())
              .scan(folder)) {
        entries.add(moved(entry));
      }
      entries.add(link("usr/bin/java", "../lib/jvm/runtime/bin/java"));
      // The launcher finds this one through /proc, which a plain chroot lacks.
      entries.add(link("usr/lib/libjli.so", "jvm/runtime/lib/libjli.so"));
      entries.add(link("usr/lib64/libjli.so", "../lib/jvm/runtime/lib/libjli.so"));
      return Skeleton.withParents(entries);
    }

    /** Its component in the bill of materials. */
    List<Component> components() {
      List<Component> components = new ArrayList<>();
      components.add(
          new Component(
              "platform",
              "java-runtime",
              version,
              "pkg:generic/openjdk@" + version.replace("+", "%2B"),
              Map.of(),
              List.of()));
      for (String module : modules) {
        components.add(new Component("library", module, version, "", Map.of(), List.of()));
      }
      return components;
    }

    private static TreeEntry link(String path, String target) {
      return new TreeEntry.SymbolicLink(path, TreeEntry.Access.root(0777), target);
    }

    private static TreeEntry moved(TreeEntry entry) {
      String path = PLACE + "/" + entry.path();
      return switch (entry) {
        case TreeEntry.Directory(String _, TreeEntry.Access _) ->
            new TreeEntry.Directory(path, TreeEntry.Access.root(0755));
        case TreeEntry.RegularFile(String _, TreeEntry.Access access, TreeEntry.Content content) ->
            new TreeEntry.RegularFile(
                path, TreeEntry.Access.root((access.mode() & 0111) != 0 ? 0755 : 0644), content);
        case TreeEntry.SymbolicLink(String _, TreeEntry.Access access, String target) ->
            new TreeEntry.SymbolicLink(path, access, target);
        case TreeEntry.HardLink(String _, String target) ->
            new TreeEntry.HardLink(path, PLACE + "/" + target);
        case TreeEntry.Pipe _,
            TreeEntry.Device _,
            TreeEntry.Whiteout _,
            TreeEntry.OpaqueDirectory _ ->
            entry;
      };
    }
  }

  /**
   * A runtime with these modules and all they need; linked unless it is in the cache.
   *
   * @param progress notified before something slow begins
   * @throws StepException when it can't be linked; the message says why
   */
  Linked link(List<String> modules, Source.Progress progress, Cancellation cancellation)
      throws StepException, IOException, InterruptedException {
    String release = release();
    List<String> wanted = List.copyOf(new TreeSet<>(modules));
    LayerKey key = new InputHash("java runtime 2").text(release).texts(wanted).key();
    Path folder = cache.resolve(key.text());
    if (!Files.isDirectory(folder)) {
      progress.note(
          "linking a Java runtime with " + String.join(", ", wanted) + " (once per Java version)");
      make(wanted, folder, cancellation);
    }
    return new Linked(folder, key, version(release), modulesOf(folder));
  }

  private void make(List<String> modules, Path folder, Cancellation cancellation)
      throws StepException, IOException, InterruptedException {
    Path jlink = javaHome.resolve("bin/jlink");
    if (!Files.isExecutable(jlink)) {
      throw new StepException(
          javaHome
              + " has no bin/jlink: base \"jlink\" requires Ingot to run on a full JDK 25, not on a"
              + " runtime only.");
    }
    Path _ = PrivateFolder.create(cache);
    Path beside = cache.resolve("new-" + UUID.randomUUID());
    Deque<String> last = new ArrayDeque<>();
    try {
      int exitCode =
          programs.run(
              new HostPrograms.Program(
                  List.of(
                      jlink.toString(),
                      "--add-modules",
                      String.join(",", modules),
                      "--strip-java-debug-attributes",
                      "--no-header-files",
                      "--no-man-pages",
                      "--output",
                      beside.toString()),
                  Map.of(),
                  Optional.empty()),
              (stream, line) -> {
                if (last.size() == 20) {
                  last.removeFirst();
                }
                last.addLast(line);
              },
              cancellation);
      if (cancellation.isCancelled()) {
        throw new InterruptedException();
      }
      if (exitCode != 0) {
        throw new StepException(
            "The Java runtime can't be linked: jlink ended with exit code " + exitCode + ".",
            List.of("jlink --add-modules " + String.join(",", modules)),
            List.copyOf(last));
      }
      // Where it is there already, another process linked the same at the same time.
      boolean _ = AtomicFolder.place(beside, folder);
    } finally {
      Trees.delete(beside);
    }
  }

  private String release() throws StepException {
    try {
      return Files.readString(javaHome.resolve("release"), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new StepException(
          "The Java at " + javaHome + " can't be identified: it has no readable release file.");
    }
  }

  private static String version(String release) {
    return value(release, "JAVA_RUNTIME_VERSION")
        .or(() -> value(release, "JAVA_VERSION"))
        .orElse("unknown");
  }

  private static List<String> modulesOf(Path folder) throws IOException {
    String release = Files.readString(folder.resolve("release"), StandardCharsets.UTF_8);
    return value(release, "MODULES").map(text -> List.of(text.split(" "))).orElse(List.of());
  }

  private static Optional<String> value(String release, String name) {
    return release
        .lines()
        .filter(line -> line.startsWith(name + "="))
        .map(line -> line.substring(name.length() + 1).replace("\"", "").strip())
        .findFirst();
  }
}
