package dev.ingot.registry.difference;

import dev.ingot.registry.content.ContentStore;
import dev.ingot.registry.content.Descriptor;
import dev.ingot.registry.content.Layer;
import dev.ingot.registry.content.OciImage;
import dev.ingot.registry.content.RegistryException;
import dev.ingot.storage.archive.TarReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The files of an image, its layers put on each other (OCI image specification, "Image Layer
 * Filesystem Changeset"). Nothing is unpacked: contents are only hashed.
 *
 * @param entries by path without a leading slash
 */
public record ImageTree(SortedMap<String, Node> entries) {
  /** More entries than any image has; a hostile one ends here. */
  static final int MAX_ENTRIES = 5_000_000;

  private static final String WHITEOUT = ".wh.";
  private static final String OPAQUE = ".wh..wh..opq";
  private static final int CHUNK = 1 << 16;

  /**
   * A file, folder or link.
   *
   * @param mode permission bits, set-id and sticky bits included
   * @param size of its content in bytes
   * @param content the SHA-256 of a file's content in hexadecimal, the target of a symbolic link
   */
  public record Node(
      TarReader.Kind kind, int mode, long uid, long gid, long size, String content) {}

  /**
   * Reads the layers of an image.
   *
   * @throws RegistryException if it is damaged
   */
  public static ImageTree read(ContentStore store, OciImage image) throws IOException {
    TreeMap<String, Node> entries = new TreeMap<>();
    for (Descriptor layer : image.manifest().layers()) {
      try (InputStream tar = Layer.open(store, layer)) {
        new LayerReader(entries).read(tar);
      }
    }
    return new ImageTree(entries);
  }

  /** Puts one layer on those below. */
  private static final class LayerReader {
    private final SortedMap<String, Node> entries;
    private final TreeMap<String, Node> own = new TreeMap<>();
    private final List<String> gone = new ArrayList<>();
    private final MessageDigest hash;

    LayerReader(SortedMap<String, Node> entries) {
      this.entries = entries;
      try {
        this.hash = MessageDigest.getInstance("SHA-256");
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every Java has SHA-256", e);
      }
    }

    void read(InputStream tar) throws IOException {
      TarReader reader = new TarReader(tar);
      for (Optional<TarReader.Entry> next = reader.next(); next.isPresent(); next = reader.next()) {
        one(next.get(), reader);
        if (entries.size() + own.size() > MAX_ENTRIES) {
          throw new IOException("the image has more than " + MAX_ENTRIES + " entries");
        }
      }
      // A stream's checksum is checked only when it is read to its end.
      tar.transferTo(OutputStream.nullOutputStream());
      // What the layer removes is what is below it, whatever the order of its entries.
      gone.forEach(this::remove);
      own.forEach(
          (path, node) -> {
            Node before = entries.get(path);
            boolean folder = node.kind() == TarReader.Kind.DIRECTORY;
            if (before != null && before.kind() == TarReader.Kind.DIRECTORY && !folder) {
              remove(path);
            }
            entries.put(path, node);
          });
    }

    private void one(TarReader.Entry entry, TarReader reader) throws IOException {
      String path = path(entry.name());
      String name = path.substring(path.lastIndexOf('/') + 1);
      String parent = path.substring(0, path.length() - name.length());
      if (name.equals(OPAQUE)) {
        gone.add(parent);
      } else if (name.startsWith(WHITEOUT)) {
        gone.add(parent + name.substring(WHITEOUT.length()));
      } else if (!path.isEmpty()) {
        own.put(path, node(entry, reader));
      }
    }

    private Node node(TarReader.Entry entry, TarReader reader) throws IOException {
      if (entry.kind() == TarReader.Kind.HARDLINK) {
        String target = path(entry.link());
        Node linked = own.get(target);
        Node found = linked == null ? entries.get(target) : linked;
        return found == null ? node(entry, 0, "") : found;
      }
      return entry.kind() == TarReader.Kind.FILE
          ? node(entry, entry.size(), digest(reader))
          : node(entry, 0, entry.link());
    }

    private static Node node(TarReader.Entry entry, long size, String content) {
      return new Node(entry.kind(), entry.mode(), entry.uid(), entry.gid(), size, content);
    }

    private String digest(TarReader reader) throws IOException {
      byte[] chunk = new byte[CHUNK];
      for (int count = reader.read(chunk); count >= 0; count = reader.read(chunk)) {
        hash.update(chunk, 0, count);
      }
      return HexFormat.of().formatHex(hash.digest());
    }

    /** Removes a path and all below it; with a slash at its end, only what is below. */
    private void remove(String path) {
      if (path.endsWith("/")) {
        below(path);
      } else if (path.isEmpty()) {
        entries.clear();
      } else {
        entries.remove(path);
        below(path + "/");
      }
    }

    private void below(String prefix) {
      // The character after the slash ends what begins with the prefix.
      entries.subMap(prefix, prefix.substring(0, prefix.length() - 1) + '0').clear();
    }

    private static String path(String name) {
      StringBuilder path = new StringBuilder();
      for (String part : name.split("/")) {
        if (!part.isEmpty() && !part.equals(".")) {
          path.append(path.isEmpty() ? "" : "/").append(part);
        }
      }
      return path.toString();
    }
  }
}
