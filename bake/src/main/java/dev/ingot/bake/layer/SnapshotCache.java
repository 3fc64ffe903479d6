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
 * Caches the snapshots by their keys. The layers themselves are in the content store; the cache has
 * one small file for each key, with a digest of itself and the key. An entry is only a hint: a file
 * that isn't what was written, or a layer that is no longer in the store, counts as missing. Safe
 * among threads and processes.
 */
public final class SnapshotCache {
  private static final String HEAD = "ingot-snapshot-2";
  private static final int MOST_BYTES = 16 * 1024;
  private static final String DIGEST = "sha256 ";

  private final Path folder;
  private final ContentStore store;

  /**
   * @param folder the folder of the small files; created on demand
   * @param store the content store of the layers
   */
  public SnapshotCache(Path folder, ContentStore store) {
    this.folder = folder;
    this.store = store;
  }

  /** The snapshot for a key, if its layers are still in the store with the right sizes. */
  public Optional<Snapshot> find(LayerKey key) {
    return read(file(key)).filter(this::isStored);
  }

  /**
   * Caches the snapshot of a key, unless the machine can't be saved.
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
    text.append(digestLine(text.toString(), target));
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

  /** The cached layers, which a garbage collection should keep in the store. */
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
        // An unreadable entry is deleted, and baked again when needed.
        return digests;
      }
    }
    return digests;
  }

  /**
   * Clears the cache.
   *
   * @return the number of snapshots deleted
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
      if (!store.reuse(digest) || store.size(digest) != layer.descriptor().size()) {
        return false;
      }
    }
    return true;
  }

  private static Optional<Snapshot> read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      String text = new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
      List<String> lines = text.lines().toList();
      int last = text.lastIndexOf(DIGEST);
      if (last < 0
          || !lines.getFirst().equals(HEAD)
          || !text.substring(last).equals(digestLine(text.substring(0, last), file))) {
        return Optional.empty();
      }
      return parse(lines.subList(1, lines.size() - 1));
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The last line of a file; the file's name is a part of it, since it is its key. */
  private static String digestLine(String text, Path file) {
    Path name = file.subpath(file.getNameCount() - 2, file.getNameCount());
    return DIGEST + Digest.of((name + "\n" + text).getBytes(StandardCharsets.UTF_8)).hex() + "\n";
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
