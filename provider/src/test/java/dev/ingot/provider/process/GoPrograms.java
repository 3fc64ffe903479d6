package dev.ingot.provider.process;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Providers on the real SDKs, built from {@code src/test/go}: {@code things} on the framework
 * (protocols 5 and 6) and {@code olds} on the SDK (protocol 5). Where they can't be built, tests
 * are skipped and say why.
 */
public final class GoPrograms {
  private static final Path SOURCES = Path.of("../provider/src/test/go");
  private static final Path OUTPUT = Path.of("../provider/target/go");

  private GoPrograms() {}

  /** Builds a provider, which takes some time once; skips the test where that isn't possible. */
  public static Path build(String name) throws IOException, InterruptedException {
    Path program = program(name);
    Path log = Files.createDirectories(OUTPUT).resolve(name + ".log");
    int code;
    try (FileChannel turn =
            FileChannel.open(
                OUTPUT.resolve(name + ".lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        FileLock _ = turn.lock()) {
      code = go(name, log);
    }
    if (code != 0) {
      System.out.println(
          "Tests with the provider "
              + name
              + " are skipped: there is no Go that builds it"
              + (Files.exists(log) ? ":\n" + Files.readString(log) : "."));
    }
    assumeTrue(code == 0, "no Go that builds the provider " + name);
    return program;
  }

  /** Builds under another name first: a program that runs isn't written to. */
  private static int go(String name, Path log) throws IOException, InterruptedException {
    Path built = OUTPUT.resolve(name + ".new").toAbsolutePath().normalize();
    try {
      Process go =
          new ProcessBuilder("go", "build", "-o", built.toString(), "./" + name)
              .directory(SOURCES.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      int code = go.waitFor(800, TimeUnit.SECONDS) ? go.exitValue() : -1;
      go.destroyForcibly();
      if (code == 0) {
        Files.move(built, program(name), StandardCopyOption.REPLACE_EXISTING);
      }
      return code;
    } catch (IOException e) {
      return -1;
    }
  }

  private static Path program(String name) {
    return OUTPUT.resolve("terraform-provider-" + name).toAbsolutePath().normalize();
  }

  /** How a provider that was built is started. */
  public static Program program(Path built, Map<String, String> environment) {
    return new Program(String.valueOf(built.getFileName()), built, environment, Path.of("/tmp"));
  }
}
