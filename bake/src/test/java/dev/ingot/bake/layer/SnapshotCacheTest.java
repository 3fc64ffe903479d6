package dev.ingot.bake.layer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.registry.content.ContentStore;
import dev.ingot.registry.content.Layer;
import dev.ingot.registry.content.LayerWriter;
import dev.ingot.storage.Damage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What damages the memory of a step, and what it gives: whatever it is, the step runs again. It is
 * never taken for one that gave something else.
 */
final class SnapshotCacheTest {
  private static final LayerKey KEY = new LayerKey("ab" + "0".repeat(62));
  private static final LayerKey OTHER = new LayerKey("cd" + "0".repeat(62));

  private final Path folder;
  private final SnapshotCache cache;
  private final ContentStore store;
  private Snapshot snapshot = new Snapshot.None();

  SnapshotCacheTest(@TempDir Path temporary) {
    folder = temporary.resolve("cache");
    store = ContentStore.at(temporary.resolve("images"));
    cache = new SnapshotCache(folder, store);
  }

  @BeforeEach
  void remember() throws IOException {
    snapshot = new Snapshot.Layers(Optional.of(layer("one")), Optional.of(layer("two")));
    cache.put(KEY, snapshot);
  }

  private Layer layer(String content) throws IOException {
    try (LayerWriter writer = LayerWriter.to(store, 1)) {
      writer.write(content.getBytes(java.nio.charset.StandardCharsets.UTF_8));
      return writer.commit();
    }
  }

  private static Path at(Path folder, LayerKey key) {
    return folder.resolve(key.text().substring(0, 2)).resolve(key.text().substring(2));
  }

  @Test
  void whatAStepGaveIsRemembered() {
    assertThat(cache.find(KEY)).contains(snapshot);
    assertThat(cache.find(OTHER)).isEmpty();
    assertThat(cache.layers()).hasSize(2);
  }

  @Test
  void noDamageIsTakenForWhatAStepGave() throws IOException {
    byte[] whole = Files.readAllBytes(at(folder, KEY));
    for (Damage damage : Damage.all(whole)) {
      Files.write(at(folder, KEY), damage.content());
      assertThat(cache.find(KEY)).as(damage.what()).isEmpty();
      assertThat(cache.layers()).as(damage.what()).isEmpty();
    }
  }

  @Test
  void theMemoryOfAnotherStepIsNotTaken() throws IOException {
    Files.createDirectories(folder.resolve("cd"));
    Files.copy(at(folder, KEY), at(folder, OTHER));
    assertThat(cache.find(OTHER)).isEmpty();
  }

  @Test
  void aFolderInItsPlaceIsNoMemory() throws IOException {
    Files.delete(at(folder, KEY));
    Files.createDirectory(at(folder, KEY));
    assertThat(cache.find(KEY)).isEmpty();
  }
}
