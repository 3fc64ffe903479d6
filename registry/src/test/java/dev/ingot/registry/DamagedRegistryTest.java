package dev.ingot.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.ledger.Ledger;
import dev.ingot.registry.catalog.BeginRequest;
import dev.ingot.registry.catalog.BeginResult;
import dev.ingot.registry.catalog.Channel;
import dev.ingot.registry.catalog.Completion;
import dev.ingot.registry.catalog.Version;
import dev.ingot.registry.content.Images;
import dev.ingot.registry.content.OciImage;
import dev.ingot.registry.content.RegistryException;
import dev.ingot.storage.Damage;
import dev.ingot.storage.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What damages a registry, and what it gives:
 *
 * <pre>
 *   registry.db: a flipped bit              a message; or what is used is what was recorded
 *   registry.db: cut, zeroed, empty,
 *     an older copy, a folder               a message, or it is missing where it is used
 *   a manifest or configuration: any        a message
 *   index.json: any                         a message, or other names: nothing is looked up by them
 * </pre>
 */
class DamagedRegistryTest {
  /** Every how many-th byte of the database is looked at; 1 takes some minutes. */
  private static final int STEP = Integer.getInteger("ingot.test.step", 23);

  private static final String ADA = "ada@forge";

  private final Path folder;
  private final Path file;
  private final TestClock clock = new TestClock();
  private Ledger ledger;
  private long seed = 1;
  private byte[] whole = {};
  private List<Version> versions = List.of();

  DamagedRegistryTest(@TempDir Path folder) {
    this.folder = folder;
    this.file = folder.resolve("registry/registry.db");
    this.ledger = Ledger.open(folder.resolve("ledger.db"), clock);
  }

  @BeforeEach
  void fill() throws IOException {
    try (Registry registry = open()) {
      bake(registry, "one");
      bake(registry, "two");
      var _ = registry.channels().assign("web", "stable", version(registry, 1).id(), ADA, "tested");
      versions = registry.versions().in("web");
    }
    whole = Files.readAllBytes(file);
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  private Registry open() {
    return Registry.open(folder.resolve("registry"), clock, new Random(seed++), ledger);
  }

  private static void bake(Registry registry, String fingerprint) {
    Digest image = Images.write(registry.store(), fingerprint).digest();
    if (registry.begin(BeginRequest.of("web", fingerprint, ADA, ADA + ":1"))
        instanceof BeginResult.Claimed claimed) {
      var _ = registry.complete(claimed.claim(), ADA, Completion.ofImage(image));
    }
  }

  private static Version version(Registry registry, long number) {
    return registry.versions().find("web", number).orElseThrow();
  }

  private void put(byte[] database) throws IOException {
    for (String suffix : List.of("-wal", "-shm")) {
      Files.deleteIfExists(file.resolveSibling("registry.db" + suffix));
    }
    Files.write(file, database);
  }

  /** Whether what a deployment would use is refused or missing; otherwise it is as it was. */
  private boolean refused(String what) {
    try (Registry registry = open()) {
      boolean refused = false;
      for (Version before : versions) {
        var found =
            registry.versions().find("web", before.number()).map(registry.records()::require);
        found.ifPresent(
            version -> {
              assertThat(version.image()).as(what).isEqualTo(before.image());
              assertThat(version.fingerprint()).as(what).isEqualTo(before.fingerprint());
              assertThat(version.status()).as(what).isEqualTo(before.status());
            });
        refused |= found.isEmpty();
        registry
            .versions()
            .withDigest(before.image().orElseThrow())
            .forEach(registry.records()::require);
      }
      for (String name : List.of("stable", "latest")) {
        var channel = registry.channels().find("web", name).map(registry.records()::require);
        channel
            .flatMap(Channel::version)
            .ifPresent(
                version ->
                    assertThat(version.label())
                        .as(what)
                        .isEqualTo(name.equals("stable") ? "v1" : "v2"));
        refused |= channel.flatMap(Channel::version).isEmpty();
      }
      var _ = registry.channels().history("web", "stable");
      var _ = registry.buckets();
      return refused;
    } catch (RegistryException e) {
      assertThat(e.getMessage()).as(what).isNotBlank().doesNotContain("Exception");
      return true;
    }
  }

  @Test
  void undamagedItIsUsed() {
    assertThat(refused("nothing")).isFalse();
    try (Registry registry = open()) {
      assertThat(registry.records().faults()).isEmpty();
    }
  }

  @Test
  void noFlippedBitOfTheDatabaseDeploysAnotherImage() throws IOException {
    int used = 0;
    for (int at = 0; at < whole.length; at++) {
      if (whole[at] != 0 && ++used % STEP == 0) {
        byte[] damaged = whole.clone();
        damaged[at] ^= (byte) (1 << used / STEP % 8);
        put(damaged);
        boolean _ = refused("byte " + at);
      }
    }
    assertThat(used).isGreaterThan(1000);
  }

  @Test
  void noCutOrZerosDeployAnotherImage() throws IOException {
    for (int at = 0; at < whole.length; at += 1024) {
      byte[] cut = Arrays.copyOf(whole, at);
      put(cut);
      boolean _ = refused("cut to " + at);
      put(Arrays.copyOf(cut, whole.length));
      boolean _ = refused("zeros from " + at);
    }
  }

  @Test
  void anOlderCopyIsRefused() throws IOException {
    try (Registry registry = open()) {
      bake(registry, "three");
      var _ = registry.channels().assign("web", "stable", version(registry, 3).id(), ADA, "tested");
    }
    put(whole);
    assertThat(refused("an older copy")).isTrue();
    try (Registry registry = open()) {
      assertThat(registry.records().faults()).isNotEmpty();
    }
    put(new byte[0]);
    assertThat(refused("empty")).isTrue();
    Files.delete(file);
    Files.createDirectory(file);
    assertThat(refused("a folder")).isTrue();
  }

  @Test
  void noDamageOfAManifestOrConfigurationIsRead() throws IOException {
    try (Registry registry = open()) {
      Digest image = versions.getFirst().image().orElseThrow();
      Digest config = OciImage.read(registry.store(), image).manifest().config().digest();
      for (Digest document : List.of(image, config)) {
        Path blob = registry.store().path(document);
        byte[] content = Files.readAllBytes(blob);
        for (Damage damage : Damage.all(content)) {
          Files.write(blob, damage.content());
          try {
            var _ = OciImage.read(registry.store(), image);
            throw new AssertionError(damage.what() + " was read");
          } catch (RegistryException e) {
            assertThat(e).hasMessageContaining(document.hex());
          }
        }
        Files.write(blob, content);
      }
    }
  }

  @Test
  void noDamageOfTheIndexChangesWhatIsUsed() throws IOException {
    Path index = folder.resolve("registry/images/index.json");
    byte[] content = Files.readAllBytes(index);
    for (Damage damage : Damage.all(content)) {
      Files.write(index, damage.content());
      assertThat(refused(damage.what())).isFalse();
      try (Registry registry = open()) {
        var _ = registry.store().references();
      } catch (RegistryException e) {
        assertThat(e).hasMessageContaining(index.toString());
      }
    }
  }
}
