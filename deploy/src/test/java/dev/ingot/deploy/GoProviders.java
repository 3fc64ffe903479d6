package dev.ingot.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.lang.Diagnostic;
import dev.ingot.provider.process.GoPrograms;
import dev.ingot.provider.process.ProviderProcess;
import dev.ingot.provider.protocol.SchemaCache;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests of the engine with providers on the real SDKs, each in a process of its own. They write
 * what is called into a file.
 */
@Timeout(180)
abstract class GoProviders {
  private static Path things = Path.of("");
  private static Path olds = Path.of("");

  @TempDir private Path folder = Path.of("");

  @BeforeAll
  @Timeout(900)
  static void build() throws Exception {
    things = GoPrograms.build("things");
    olds = GoPrograms.build("olds");
  }

  private Path log() {
    return folder.resolve("calls.log");
  }

  final List<String> calls() throws IOException {
    return Files.exists(log()) ? Files.readAllLines(log()) : List.of();
  }

  final void awaitCall(String call) throws Exception {
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!calls().contains(call)) {
      assertThat(System.nanoTime()).as("waiting for " + call).isLessThan(end);
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  final Workbench bench(String main, Map<String, String> environment) {
    Map<String, String> all = new HashMap<>(environment);
    all.put("THINGS_LOG", log().toString());
    all.put("OLDS_LOG", log().toString());
    Workbench bench = new Workbench();
    bench.clock = Clock.systemUTC();
    return bench
        .file("main.tf", main)
        .file(
            "requirements.tf",
            """
            terraform {
              required_providers {
                things = { source = "example.org/test/things" }
                olds   = { source = "example.org/test/olds" }
              }
              provider_meta "things" {
                module = "root"
              }
              provider_meta "olds" {
                module = "root"
              }
            }
            """)
        .provider(
            "things",
            () ->
                ProviderProcess.of(
                    GoPrograms.program(things, all), SchemaCache.NONE, new Random(1)))
        .provider(
            "olds",
            () ->
                ProviderProcess.of(GoPrograms.program(olds, all), SchemaCache.NONE, new Random(1)));
  }

  static List<String> errors(List<Diagnostic> diagnostics) {
    return Workbench.texts(diagnostics.stream().filter(Diagnostic::isError).toList());
  }

  static String thing(String type, int version) {
    return """
    resource "%s" "it" {
      name           = "it"
      secret         = "hush-%d"
      secret_version = %d
      access {
        user     = "root"
        password = "quiet-%d"
      }
      access {
        user = "nobody"
      }
    }
    """
        .formatted(type, version, version, version);
  }
}
