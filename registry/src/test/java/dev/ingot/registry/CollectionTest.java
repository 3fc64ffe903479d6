package dev.ingot.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.registry.catalog.BeginRequest;
import dev.ingot.registry.catalog.BeginResult;
import dev.ingot.registry.catalog.Completion;
import dev.ingot.registry.catalog.Version;
import dev.ingot.registry.content.ContentStore;
import dev.ingot.registry.content.ContentUse;
import dev.ingot.registry.content.Descriptor;
import dev.ingot.registry.content.Images;
import dev.ingot.registry.content.OciImage;
import dev.ingot.storage.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Blobs are collected beside whatever works with the store, and never taken from it. */
final class CollectionTest extends OpenRegistry {
  private static final int ROUNDS = 8;

  private final Path folder;

  CollectionTest(@TempDir Path folder) {
    super(folder);
    this.folder = folder;
  }

  private Digest blob(String content) {
    return registry.store().write("x/y", content.getBytes(StandardCharsets.UTF_8)).digest();
  }

  private void age(Digest blob) throws IOException {
    Files.setLastModifiedTime(
        registry.store().path(blob), FileTime.from(Instant.now().minus(Duration.ofDays(1))));
  }

  private List<Digest> collect(Registry from) {
    return from.collect(Set.of(), Duration.ZERO, ADA);
  }

  @Test
  void whatABakeWritesOrReusesIsSparedUntilItHasEnded() throws IOException {
    Digest unused = blob("unused");
    Digest reused = blob("reused");
    age(unused);
    age(reused);
    Digest written;
    try (ContentUse _ = registry.store().use()) {
      written = blob("written");
      assertThat(registry.store().reuse(reused)).isTrue();
      clock.advance(Duration.ofDays(3650));
      assertThat(collect(registry)).containsExactly(unused);
      assertThat(registry.store().has(written)).isTrue();
      assertThat(registry.store().reuse(unused)).isFalse();
    }
    assertThat(collect(registry)).containsExactlyInAnyOrder(written, reused);
  }

  @Test
  void whatADeadProcessUsedIsCollectedWithItsTrace() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                UsingProgram.class.getName(),
                registry.store().root().toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    Digest used = Digest.parse(process.inputReader().readLine());
    clock.advance(Duration.ofDays(3650));
    assertThat(collect(registry)).isEmpty();
    process.destroyForcibly();
    int _ = process.waitFor();
    assertThat(collect(registry)).containsExactly(used);
    try (Stream<Path> uses = Files.list(registry.store().root().resolve("uses"))) {
      assertThat(uses).isEmpty();
    }
  }

  /** Writes a blob, says its digest, and waits to be killed. */
  static final class UsingProgram {
    private UsingProgram() {}

    public static void main(String[] arguments) throws IOException {
      ContentStore store = ContentStore.at(Path.of(arguments[0]));
      try (ContentUse _ = store.use()) {
        System.out.println(store.write("x/y", new byte[] {7}).digest());
        System.out.flush();
        int _ = System.in.read();
      }
    }
  }

  @Test
  void bakesAndCollectionsRunBesideEachOther() throws Exception {
    Path images = folder.resolve("registry");
    Semaphore begun = new Semaphore(0);
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      List<Future<List<Version>>> bakes = new ArrayList<>();
      for (int bake = 0; bake < 3; bake++) {
        int number = bake;
        bakes.add(threads.submit(() -> bakes(images, number, begun)));
      }
      Future<Integer> collections =
          threads.submit(
              () -> {
                int count = 0;
                try (Registry own =
                    Registry.open(images, Clock.systemUTC(), new Random(9), _ -> {})) {
                  for (int round = 0; round < 3 * ROUNDS; round++) {
                    if (begun.tryAcquire(1, TimeUnit.MINUTES)) {
                      count += collect(own).size();
                    }
                  }
                }
                return count;
              });
      for (Future<List<Version>> bake : bakes) {
        for (Version version : bake.get(5, TimeUnit.MINUTES)) {
          assertThat(
                  OciImage.read(registry.store(), version.image().orElseThrow())
                      .manifest()
                      .layers())
              .allSatisfy(layer -> assertThat(registry.store().fault(layer.digest())).isEmpty());
        }
      }
      assertThat(collections.get(5, TimeUnit.MINUTES)).isNotNegative();
    }
    assertThat(collect(registry)).doesNotContain(active("last").image().orElseThrow());
  }

  /** Each bakes on a layer that all of them share and that nothing leads to in between. */
  private static List<Version> bakes(Path images, int number, Semaphore begun) throws IOException {
    List<Version> versions = new ArrayList<>();
    try (Registry own = Registry.open(images, Clock.systemUTC(), new Random(number), _ -> {})) {
      for (int round = 0; round < ROUNDS; round++) {
        try (ContentUse _ = own.store().use()) {
          begun.release();
          Descriptor shared = new Descriptor("x/y", Digest.of(new byte[] {1}), 1);
          if (!own.store().reuse(shared.digest())) {
            Descriptor _ = own.store().write("x/y", new byte[] {1});
          }
          String content = number + " " + round;
          Digest image = Images.write(own.store(), content).digest();
          assertThat(own.store().has(shared.digest())).as(content).isTrue();
          versions.add(
              own.complete(
                  ((BeginResult.Claimed)
                          own.begin(
                              BeginRequest.of("b" + number, content, ADA, "ada@forge:" + number)))
                      .claim(),
                  ADA,
                  Completion.ofImage(image)));
        }
      }
    }
    return versions;
  }
}
