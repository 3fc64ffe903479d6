package dev.ingot.registry.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.storage.Digest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContentStoreTest {
  private static final byte[] HELLO = "hello".getBytes(StandardCharsets.UTF_8);

  private final Path folder;
  private final ContentStore store;

  ContentStoreTest(@TempDir Path folder) {
    this.folder = folder;
    this.store = ContentStore.at(folder.resolve("images"));
  }

  @Test
  void lookingCreatesNothing() {
    assertThat(store.has(Digest.of(HELLO))).isFalse();
    assertThat(store.index()).isEmpty();
    assertThat(store.blobs(Duration.ZERO, Instant.now())).isEmpty();
    assertThat(folder.resolve("images")).doesNotExist();
  }

  @Test
  void theFolderIsAnOciLayout() {
    Descriptor blob = store.write("text/plain", HELLO);
    assertThat(folder.resolve("images/oci-layout"))
        .hasContent("{\"imageLayoutVersion\":\"1.0.0\"}");
    assertThat(folder.resolve("images/index.json"))
        .hasContent(
            "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.index.v1+json\",\"manifests\":[]}");
    assertThat(folder.resolve("images/blobs/sha256").resolve(blob.digest().hex()))
        .hasContent("hello");
  }

  @Test
  void aBlobThatIsNotWhatWasAnnouncedIsRefused() throws IOException {
    Descriptor wrong =
        new Descriptor("text/plain", Digest.of("other".getBytes(StandardCharsets.UTF_8)), 5);
    assertThatThrownBy(() -> store.write(wrong, new ByteArrayInputStream(HELLO)))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("expected " + wrong.digest());
    Descriptor longer = new Descriptor("text/plain", Digest.of(HELLO), 9);
    assertThatThrownBy(() -> store.write(longer, new ByteArrayInputStream(HELLO)))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("expected 9 bytes, but got 5");
    Descriptor shorter = new Descriptor("text/plain", Digest.of(HELLO), 2);
    assertThatThrownBy(() -> store.write(shorter, new ByteArrayInputStream(HELLO)))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("more than 2");
    assertThat(store.blobs(Duration.ZERO, Instant.MAX)).isEmpty();
    assertThat(leftovers()).isEmpty();
  }

  @Test
  void anAbandonedBlobLeavesNothing() throws IOException {
    try (BlobWriter writer = store.writer("text/plain")) {
      writer.write(HELLO);
    }
    assertThat(store.has(Digest.of(HELLO))).isFalse();
    assertThat(leftovers()).isEmpty();
  }

  @Test
  void aCorruptedBlobIsNamedWithWhatToDo() throws IOException {
    Digest digest = store.write("text/plain", HELLO).digest();
    Files.writeString(store.path(digest), "hellO");

    assertThat(store.fault(digest)).isPresent();
    assertThatThrownBy(() -> store.read(digest))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining(digest + " is damaged")
        .hasMessageContaining("delete that file");
    assertThatThrownBy(
            () -> {
              try (InputStream in = store.open(digest)) {
                in.skip(3);
                in.readAllBytes();
              }
            })
        .isInstanceOf(RegistryException.class);
  }

  @Test
  void writingACorruptedBlobAgainHealsIt() throws IOException {
    Digest digest = store.write("text/plain", HELLO).digest();
    Files.writeString(store.path(digest), "");
    Descriptor _ = store.write("text/plain", HELLO);
    assertThat(store.fault(digest)).isEmpty();
  }

  @Test
  void aMissingBlobIsNamed() {
    assertThatThrownBy(() -> store.read(Digest.of(HELLO)))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining(Digest.of(HELLO).toString())
        .hasMessageContaining("not found");
  }

  @Test
  void aTornIndexIsNamedAndNotOverwritten() throws IOException {
    Descriptor image = Images.write(store, "a").descriptor();
    store.tag("web:v1", image);
    Path index = folder.resolve("images/index.json");
    String whole = Files.readString(index);
    String torn = whole.substring(0, whole.length() / 2);
    Files.writeString(index, torn);

    assertThatThrownBy(store::index)
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("index.json is damaged")
        .hasMessageContaining("delete it");
    assertThatThrownBy(() -> store.tag("web:v2", image)).isInstanceOf(RegistryException.class);
    assertThat(index).hasContent(torn);
    assertThat(OciImage.read(store, image.digest()).digest()).isEqualTo(image.digest());
  }

  @Test
  void aNameMovesToTheImageThatGetsIt() {
    Descriptor one = Images.write(store, "1").descriptor();
    Descriptor two = Images.write(store, "2").descriptor();
    store.tag("web", one);
    store.tag("other", one);
    store.tag("web", two);

    assertThat(store.references().get("web"))
        .extracting(Descriptor::digest)
        .isEqualTo(two.digest());
    assertThat(store.index()).hasSize(2);
    store.untag("web");
    assertThat(store.references()).containsOnlyKeys("other");
  }

  @Test
  void severalStoresNameImagesAtTheSameTime() throws InterruptedException {
    Descriptor image = Images.write(store, "1").descriptor();
    List<Thread> threads = new ArrayList<>();
    for (int writer = 0; writer < 4; writer++) {
      int number = writer;
      threads.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    ContentStore own = ContentStore.at(folder.resolve("images"));
                    for (int name = 0; name < 5; name++) {
                      own.tag("n" + number + "-" + name, image);
                    }
                  }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(store.references()).hasSize(20);
  }

  private List<Path> leftovers() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("images/ingest"))) {
      return files.toList();
    }
  }
}
