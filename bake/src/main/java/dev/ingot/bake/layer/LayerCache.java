package dev.ingot.bake.layer;

import dev.ingot.registry.content.ContentStore;
import dev.ingot.registry.content.Descriptor;
import dev.ingot.registry.content.Layer;
import dev.ingot.storage.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Remembers which layer a key gave. The layers themselves stand in the content store; here is one
 * small file a key. What is remembered is a hint: a file that can't be read, or a layer that isn't
 * in the store any more, is as good as never made. Safe among threads and processes.
 */
public final class LayerCache {
  private static final String HEAD = "ingot-layer-1";

  private final Path folder;
  private final ContentStore store;

  /**
   * @param folder where the small files are; made when needed
   * @param store where the layers are
   */
  public LayerCache(Path folder, ContentStore store) {
    this.folder = folder;
    this.store = store;
  }

  /** What a key gave: a layer, or nothing where nothing was changed. */
  public record Entry(Optional<Layer> layer) {
    /** No layer. */
    public static final Entry NOTHING = new Entry(Optional.empty());
  }

  /** What was remembered for the key, if its layer is still in the store with its size. */
  public Optional<Entry> find(LayerKey key) {
    List<String> lines;
    try {
      lines = Files.readAllLines(file(key), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return Optional.empty();
    }
    if (lines.equals(List.of(HEAD))) {
      return Optional.of(Entry.NOTHING);
    }
    return read(lines).filter(this::isStored).map(layer -> new Entry(Optional.of(layer)));
  }

  /**
   * Remembers what a key gave.
   *
   * @throws IOException if it can't be written
   */
  public void put(LayerKey key, Entry entry) throws IOException {
    StringBuilder text = new StringBuilder(HEAD).append('\n');
    entry
        .layer()
        .ifPresent(
            layer ->
                text.append(layer.descriptor().mediaType())
                    .append('\n')
                    .append(layer.descriptor().digest())
                    .append('\n')
                    .append(layer.descriptor().size())
                    .append('\n')
                    .append(layer.diffId())
                    .append('\n')
                    .append(layer.uncompressedSize())
                    .append('\n'));
    Path target = file(key);
    Path parent = folder.resolve(key.text().substring(0, 2));
    Files.createDirectories(parent);
    Path beside = parent.resolve(UUID.randomUUID() + ".new");
    try {
      try (FileChannel channel =
          FileChannel.open(beside, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        ByteBuffer bytes = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
      }
      Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(beside);
    }
  }

  /** The layers that are remembered: what a collection of garbage should leave in the store. */
  public Set<Digest> layers() {
    Set<Digest> digests = new HashSet<>();
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.walk(folder, 2)) {
        for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
          read(Files.readAllLines(file, StandardCharsets.UTF_8))
              .ifPresent(layer -> digests.add(layer.descriptor().digest()));
        }
      } catch (IOException | UncheckedIOException e) {
        // What can't be read is forgotten, and baked again when it is needed.
        return digests;
      }
    }
    return digests;
  }

  private boolean isStored(Layer layer) {
    Digest digest = layer.descriptor().digest();
    return store.has(digest) && store.size(digest) == layer.descriptor().size();
  }

  private static Optional<Layer> read(List<String> lines) {
    if (lines.size() != 6 || !lines.getFirst().equals(HEAD)) {
      return Optional.empty();
    }
    Optional<Digest> digest = Digest.find(lines.get(2));
    Optional<Digest> diffId = Digest.find(lines.get(4));
    if (digest.isEmpty() || diffId.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Layer(
              new Descriptor(lines.get(1), digest.get(), Long.parseLong(lines.get(3))),
              diffId.get(),
              Long.parseLong(lines.get(5))));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private Path file(LayerKey key) {
    return folder.resolve(key.text().substring(0, 2)).resolve(key.text().substring(2));
  }
}
