import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Completes the distribution folder at packaging: the program's own jar beside its libraries, the
 * AOT cache that a training run makes, and the file the launcher reads. Run by the build with the
 * JDK the program will run on.
 */
public final class Distribution {
  private Distribution() {}

  /** Arguments: the program's jar, the distribution folder. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path jar = Path.of(arguments[0]);
    Path folder = Path.of(arguments[1]);
    Path main = folder.resolve("lib/ingot-cli.jar");
    Files.copy(jar, main, StandardCopyOption.REPLACE_EXISTING);
    extractSqlite(folder);
    String home = System.getProperty("java.home");
    Path launch = folder.resolve("launch");
    Files.deleteIfExists(launch);
    // The flags that shape the cache are those of the launcher.
    Process training =
        new ProcessBuilder(
                List.of(
                    home + "/bin/java",
                    "-XX:AOTCacheOutput=" + folder.resolve("ingot.aot"),
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "--enable-native-access=ALL-UNNAMED",
                    "--sun-misc-unsafe-memory-access=allow",
                    "-Dorg.sqlite.lib.path=" + folder.resolve("native"),
                    "-cp",
                    main.toString(),
                    "dev.ingot.cli.Training",
                    folder.resolve("training").toString()))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("training.log").toFile())
            .start();
    if (training.waitFor() != 0) {
      System.err.println(Files.readString(folder.resolve("training.log")));
      System.exit(1);
    }
    Files.writeString(launch, "java='" + home.replace("'", "'\\''") + "'\n");
  }

  /**
   * Unpacks SQLite's library here, once, instead of into the folder for temporary files at every
   * start.
   */
  private static void extractSqlite(Path folder) throws IOException {
    String arch =
        System.getProperty("os.arch").equals("amd64") ? "x86_64" : System.getProperty("os.arch");
    String name = "org/sqlite/native/Linux/" + arch + "/libsqlitejdbc.so";
    Path target = folder.resolve("native/libsqlitejdbc.so");
    Files.createDirectories(target.getParent());
    try (ZipFile jar = new ZipFile(folder.resolve("lib/sqlite-jdbc.jar").toFile())) {
      ZipEntry entry = jar.getEntry(name);
      if (entry != null) {
        try (InputStream in = jar.getInputStream(entry)) {
          Files.copy(in, target, StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
  }
}
