import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Makes the distribution at packaging: a folder for this build with the program as one archive,
 * SQLite's library and an AOT cache for each family of commands; and beside it the file {@code
 * launch}, from which the launcher learns where they are. Run by the build with the JDK the program
 * will run on.
 *
 * <p>A cache holds the classes of one archive, and the JVM doesn't check that it is the one it runs
 * with. So each build has a folder of its own, and {@code launch}, replaced at once at the very
 * end, always names an archive and its caches.
 */
public final class Distribution {
  /** The families: the fewer classes a cache holds, the faster a start is. */
  private static final List<String> FAMILIES =
      List.of("version", "plan", "core", "providers", "rest");

  private static final String BUILDS = "build-";

  private final Path folder;
  private final Path sources;
  private final Path build;

  private Distribution(Path folder, Path sources) throws IOException {
    this.folder = folder;
    this.sources = sources;
    build = Files.createTempDirectory(folder, BUILDS);
    Files.setPosixFilePermissions(build, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /**
   * Arguments: the program's archive, the folder of its libraries, the distribution folder, the
   * folder of this source.
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    List<Path> archives = new ArrayList<>(List.of(Path.of(arguments[0])));
    try (DirectoryStream<Path> libraries =
        Files.newDirectoryStream(Path.of(arguments[1]), "*.jar")) {
      libraries.forEach(archives::add);
    }
    archives.sort(null);
    Distribution distribution =
        new Distribution(
            Files.createDirectories(Path.of(arguments[2]).toAbsolutePath()),
            Path.of(arguments[3]).toAbsolutePath());
    try {
      ProgramArchive program = ProgramArchive.of(archives);
      program.makeCallsPlain();
      program.write(distribution.archive(), "dev.ingot.cli.Main");
      distribution.unpackSqlite(program);
      for (String family : FAMILIES) {
        distribution.train(family);
      }
      Files.deleteIfExists(distribution.trainingProvider());
    } catch (IOException e) {
      System.err.println("Error: the distribution could not be made: " + e.getMessage());
      delete(distribution.build);
      System.exit(1);
    }
    distribution.use();
  }

  private Path archive() {
    return build.resolve("ingot.jar");
  }

  /**
   * Runs the commands of a family while the JVM records what they load, and makes a cache of it.
   */
  private void train(String family) throws IOException, InterruptedException {
    Path cache = build.resolve(family + ".aot");
    Path log = build.resolve(family + ".training.log");
    Path work = build.resolve("training");
    List<String> command =
        new ArrayList<>(
            List.of(
                System.getProperty("java.home") + "/bin/java",
                "-XX:AOTCacheOutput=" + cache,
                // Profiles of methods say nothing to a JVM that only uses its first compiler, and
                // each start reads them.
                "-XX:+UnlockDiagnosticVMOptions",
                "-XX:-AOTRecordTraining",
                // The options that shape the cache are those of the launcher.
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1"));
    if (!family.equals("version")) {
      command.add("--enable-native-access=ALL-UNNAMED");
      command.add("--sun-misc-unsafe-memory-access=allow");
    }
    command.addAll(
        List.of(
            "-Dorg.sqlite.lib.path=" + build,
            "-cp",
            archive().toString(),
            "dev.ingot.cli.Training",
            family,
            work.toString(),
            trainingProvider().toString()));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    // The commands read the environment as they do when a person calls them.
    builder
        .environment()
        .putAll(Map.of("HOME", work.toString(), "INGOT_HOME", work.resolve("home").toString()));
    if (builder.start().waitFor() != 0 || !Files.isReadable(cache)) {
      throw new IOException(
          "the training run of the family " + family + " failed:\n" + Files.readString(log));
    }
  }

  /** The provider's program that calls of providers are trained with. */
  private Path trainingProvider() throws IOException {
    Path program = build.resolve("training-provider");
    Files.writeString(
        program,
        "#!/bin/sh\nexec "
            + quoted(System.getProperty("java.home") + "/bin/java")
            + " -XX:+UseSerialGC -XX:TieredStopAtLevel=1 "
            + quoted(sources.resolve("TrainingProvider.java").toString())
            + "\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    return program;
  }

  /**
   * Unpacks SQLite's library once, instead of into the folder for temporary files at every start.
   */
  private void unpackSqlite(ProgramArchive program) throws IOException {
    String machine = System.getProperty("os.arch");
    Optional<byte[]> library =
        program.entry(
            "org/sqlite/native/Linux/"
                + (machine.equals("amd64") ? "x86_64" : machine)
                + "/libsqlitejdbc.so");
    if (library.isPresent()) {
      Files.write(build.resolve("libsqlitejdbc.so"), library.get());
    }
  }

  /**
   * Has the launcher use this build from now on. Commands may still run from the one before, so it
   * stays.
   */
  private void use() throws IOException {
    Path launch = folder.resolve("launch");
    String before = Files.isReadable(launch) ? Files.readString(launch) : "";
    Path home = Path.of(System.getProperty("java.home"));
    Path fresh = folder.resolve("launch.new");
    // The launcher compares the lines with those of the JDK it finds: caches are for one build of
    // the JVM.
    List<String> release = Files.readAllLines(home.resolve("release"));
    Files.writeString(
        fresh,
        "java="
            + quoted(home.toString())
            + "\nrelease="
            + quoted(String.join("", release.subList(0, Math.min(3, release.size()))))
            + "\nbuild="
            + quoted(String.valueOf(build.getFileName()))
            + "\n");
    Files.move(fresh, launch, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
      for (Path each : all) {
        String name = String.valueOf(each.getFileName());
        if (!each.equals(launch) && !each.equals(build) && !before.contains("'" + name + "'")) {
          delete(each);
        }
      }
    }
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }

  private static void delete(Path tree) throws IOException {
    try (Stream<Path> all = Files.walk(tree)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
