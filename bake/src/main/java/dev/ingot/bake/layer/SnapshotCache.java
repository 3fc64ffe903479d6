package dev.ingot.bake.layer;

import dev.ingot.registry.content.ContentStore;
import dev.ingot.registry.content.Descriptor;
import dev.ingot.registry.content.Layer;
import dev.ingot.storage.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
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
 * Remembers which snapshot a key gave. Layers themselves stand in the content store; here is one
 * small file a key. What is remembered is a hint: a file that can't be read, or a layer that isn't
 * in the store any more, is as good as never made. Safe among threads and processes.
 */
public final class SnapshotCache {
  private static final String HEAD = "ingot-snapshot-1";
  private static final int MOST_BYTES = 16 * 1024;

  private final Path folder;
  private final ContentStore store;

  /**
   * @param folder where the small files are; made when needed
   * @param store where the layers are
   */
  public SnapshotCache(Path folder, ContentStore store) {
    this.folder = folder;
    this.store = store;
  }

  /** What was remembered for the key, if its layers are still in the store with their sizes. */
  public Optional<Snapshot> find(LayerKey key) {
    return read(file(key)).filter(this::isStored);
  }

  /**
   * Remembers what a key gave. A machine that can't be saved is not remembered.
   *
   * @throws IOException if it can't be written
   */
  public void put(LayerKey key, Snapshot snapshot) throws IOException {
    StringBuilder text = new StringBuilder(HEAD).append('\n');
    switch (snapshot) {
      case Snapshot.Layers(Optional<Layer> layer, Optional<Layer> scratch) -> {
        layer.ifPresent(each -> append("layer", each, text));
        scratch.ifPresent(each -> append("scratch", each, text));
      }
      case Snapshot.Disk(String reference) -> text.append("disk ").append(reference).append('\n');
      case Snapshot.None _ -> {
        return;
      }
    }
    Path target = file(key);
    Path parent = folder.resolve(key.text().substring(0, 2));
    Files.createDirectories(parent);
    Path beside = parent.resolve(UUID.randomUUID() + ".new");
    try {
      Files.writeString(beside, text, StandardOpenOption.CREATE_NEW);
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
          read(file).stream()
              .flatMap(snapshot -> layersOf(snapshot).stream())
              .forEach(layer -> digests.add(layer.descriptor().digest()));
        }
      } catch (IOException | UncheckedIOException e) {
        // What can't be read is forgotten, and baked again when it is needed.
        return digests;
      }
    }
    return digests;
  }

  /**
   * Forgets everything.
   *
   * @return how many snapshots were remembered
   */
  public long clear() throws IOException {
    long forgotten = 0;
    if (!Files.isDirectory(folder)) {
      return forgotten;
    }
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(folder, "[0-9a-f][0-9a-f]")) {
      for (Path each : folders) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(each)) {
          for (Path file : files) {
            forgotten += Files.deleteIfExists(file) ? 1 : 0;
          }
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return forgotten;
  }

  private static void append(String kind, Layer layer, StringBuilder text) {
    text.append(kind)
        .append(' ')
        .append(layer.descriptor().mediaType())
        .append(' ')
        .append(layer.descriptor().digest())
        .append(' ')
        .append(layer.descriptor().size())
        .append(' ')
        .append(layer.diffId())
        .append(' ')
        .append(layer.uncompressedSize())
        .append('\n');
  }

  private static List<Layer> layersOf(Snapshot snapshot) {
    return switch (snapshot) {
      case Snapshot.Layers(Optional<Layer> layer, Optional<Layer> scratch) ->
          Stream.concat(layer.stream(), scratch.stream()).toList();
      case Snapshot.Disk _, Snapshot.None _ -> List.of();
    };
  }

  private boolean isStored(Snapshot snapshot) {
    for (Layer layer : layersOf(snapshot)) {
      Digest digest = layer.descriptor().digest();
      if (!store.has(digest) || store.size(digest) != layer.descriptor().size()) {
        return false;
      }
    }
    return true;
  }

  private static Optional<Snapshot> read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      String text = new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
      List<String> lines = text.lines().toList();
      if (lines.isEmpty() || !lines.getFirst().equals(HEAD) || !text.endsWith("\n")) {
        return Optional.empty();
      }
      return parse(lines.subList(1, lines.size()));
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Optional<Snapshot> parse(List<String> lines) {
    Optional<Layer> layer = Optional.empty();
    Optional<Layer> scratch = Optional.empty();
    for (String line : lines) {
      String[] words = line.split(" ", -1);
      switch (words[0]) {
        case "layer" -> layer = Optional.of(layer(words));
        case "scratch" -> scratch = Optional.of(layer(words));
        case "disk" -> {
          return Optional.of(new Snapshot.Disk(line.substring("disk ".length())));
        }
        default -> {
          return Optional.empty();
        }
      }
    }
    return Optional.of(new Snapshot.Layers(layer, scratch));
  }

  private static Layer layer(String[] words) {
    if (words.length != 6) {
      throw new IllegalArgumentException("not a layer");
    }
    return new Layer(
        new Descriptor(words[1], Digest.parse(words[2]), Long.parseLong(words[3])),
        Digest.parse(words[4]),
        Long.parseLong(words[5]));
  }

  private Path file(LayerKey key) {
    return folder.resolve(key.text().substring(0, 2)).resolve(key.text().substring(2));
  }
}
