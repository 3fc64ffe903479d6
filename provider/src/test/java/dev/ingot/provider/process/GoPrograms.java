package dev.ingot.provider.process;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
    Path program = OUTPUT.resolve("terraform-provider-" + name).toAbsolutePath().normalize();
    Path log = Files.createDirectories(OUTPUT).resolve(name + ".log");
    int code;
    try {
      Process go =
          new ProcessBuilder("go", "build", "-o", program.toString(), "./" + name)
              .directory(SOURCES.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      code = go.waitFor(800, TimeUnit.SECONDS) ? go.exitValue() : -1;
      go.destroyForcibly();
    } catch (IOException e) {
      code = -1;
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

  /** How a provider that was built is started. */
  public static Program program(Path built, Map<String, String> environment) {
    return new Program(String.valueOf(built.getFileName()), built, environment, Path.of("/tmp"));
  }
}
