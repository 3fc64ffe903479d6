package dev.ingot.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.cli.terminal.Terminal;
import dev.ingot.registry.Registry;
import dev.ingot.registry.catalog.BeginRequest;
import dev.ingot.registry.catalog.BeginResult;
import dev.ingot.registry.catalog.Build;
import dev.ingot.registry.catalog.Claim;
import dev.ingot.registry.catalog.Completion;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BakedLineTest {
  private static final PrintStream NOWHERE = new PrintStream(OutputStream.nullOutputStream());
  private static final Terminal PLAIN =
      new Terminal(InputStream.nullInputStream(), NOWHERE, NOWHERE, false, false, false, 78);

  private static void record(Registry registry, Claim claim, String region, String id) {
    registry.recordBuild(
        claim,
        new Build(
            "amazon-ebs." + region,
            "aws",
            Optional.empty(),
            id,
            region,
            "ami-1",
            Map.of(),
            Instant.EPOCH));
  }

  @Test
  void imagesOfACloudAreNamedByRegionAndId(@TempDir Path folder) {
    try (Registry registry = Registry.open(folder, Clock.systemUTC())) {
      Claim claim =
          ((BeginResult.Claimed) registry.begin(BeginRequest.of("web", "f1", "ada", "ada:1")))
              .claim();
      record(registry, claim, "eu-1", "ami-2");
      record(registry, claim, "us-1", "ami-3");
      assertThat(
              ReleaseText.bakedLine(PLAIN, registry.complete(claim, "ada", Completion.elsewhere())))
          .isEqualTo("web:v1  eu-1 ami-2, us-1 ami-3");
    }
  }
}
