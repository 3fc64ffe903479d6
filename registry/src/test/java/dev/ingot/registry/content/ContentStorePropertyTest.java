package dev.ingot.registry.content;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.storage.Digest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;

class ContentStorePropertyTest {
  private final ContentStore store;

  ContentStorePropertyTest() throws IOException {
    store = ContentStore.at(Files.createTempDirectory("store"));
  }

  @Provide
  Arbitrary<byte[]> contents() {
    return Arbitraries.bytes().array(byte[].class).ofMaxSize(300);
  }

  @Property(tries = 100)
  void whatIsWrittenIsReadBackByItsDigest(@ForAll("contents") byte[] content) throws IOException {
    Descriptor written = store.write("x/y", new ByteArrayInputStream(content));
    assertThat(written.digest()).isEqualTo(Digest.of(content));
    assertThat(written.size()).isEqualTo(content.length);
    assertThat(store.read(written.digest())).isEqualTo(content);
    try (InputStream in = store.open(written.digest())) {
      assertThat(in.readAllBytes()).isEqualTo(content);
    }
  }

  @Property(tries = 100)
  void anyChangeOfAByteIsFound(
      @ForAll("contents") byte[] content, @ForAll int position, @ForAll byte by)
      throws IOException {
    Digest digest = store.write("x/y", content).digest();
    byte[] changed = content.length == 0 ? new byte[] {by} : content.clone();
    if (content.length > 0) {
      changed[Math.floorMod(position, content.length)] ^= by == 0 ? 1 : by;
    }
    Files.write(store.path(digest), changed);
    assertThat(store.fault(digest)).isPresent();
    Files.write(store.path(digest), Arrays.copyOf(content, content.length + 1));
    assertThat(store.fault(digest)).isPresent();
  }

  @Property(tries = 50)
  void onlyWrittenBlobsAreListed(@ForAll @Size(max = 5) List<@StringLength(max = 8) String> texts)
      throws IOException {
    ContentStore own = ContentStore.at(Files.createTempDirectory("store"));
    Set<Digest> digests =
        texts.stream()
            .map(
                text ->
                    own.write("x/y", text.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                        .digest())
            .collect(Collectors.toSet());
    assertThat(own.blobs(Duration.ZERO, Instant.MAX.minusSeconds(1)))
        .containsExactlyInAnyOrderElementsOf(digests);
  }

  @Property(tries = 200)
  void configurationsAndManifestsAreReadBack(
      @ForAll @Size(max = 4) List<String> texts,
      @ForAll @Size(max = 4) Map<String, String> labels,
      @ForAll String text) {
    ImageConfig config =
        ImageConfig.empty(new Platform("linux", "arm64", Optional.of("v8"))).toBuilder()
            .environment(texts)
            .entrypoint(texts)
            .command(texts)
            .labels(labels)
            .user(text)
            .workingDirectory(text)
            .exposedPorts(texts.stream().distinct().sorted().toList())
            .history(
                texts.stream()
                    .map(each -> new HistoryEntry(Optional.empty(), each, text, true))
                    .toList())
            .build();
    byte[] json = OciJson.writeConfig(config);
    assertThat(OciJson.readConfig(json)).isEqualTo(config);
    assertThat(OciJson.writeConfig(OciJson.readConfig(json))).isEqualTo(json);

    Descriptor part =
        new Descriptor(text, Digest.of(json), 3, labels, Optional.of(config.platform()));
    Manifest manifest =
        new Manifest(Optional.of(text), part, List.of(part), Optional.of(part), labels);
    assertThat(OciJson.readManifest(OciJson.writeManifest(manifest))).isEqualTo(manifest);
    assertThat(OciJson.readIndex(OciJson.writeIndex(List.of(part)))).containsExactly(part);
  }
}
