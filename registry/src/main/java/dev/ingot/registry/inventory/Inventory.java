package dev.ingot.registry.inventory;

import dev.ingot.registry.content.ContentStore;
import dev.ingot.registry.content.Descriptor;
import dev.ingot.registry.content.Layer;
import dev.ingot.registry.content.RegistryException;
import dev.ingot.registry.evidence.Component;
import dev.ingot.storage.Digest;
import dev.ingot.storage.archive.TarReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The packages of an image. Its layers are read one after the other, and nothing is unpacked; what
 * an upper layer removes or replaces is not listed.
 *
 * @param components sorted
 * @param notes what could not be read, in words
 */
public record Inventory(List<Component> components, List<String> notes) {
  /** No packages, and nothing to note. */
  public static final Inventory NOTHING = new Inventory(List.of(), List.of());

  private static final String WHITEOUT = ".wh.";
  private static final String OPAQUE = ".wh..wh..opq";
  private static final int MOST_ENTRIES = 5_000_000;

  public Inventory {
    components = List.copyOf(components);
    notes = List.copyOf(notes);
  }

  /** Keeps what was found in the lowest layers of images. */
  public interface Memory {
    /** Keeps nothing. */
    Memory NONE =
        new Memory() {
          @Override
          public Optional<byte[]> find(Digest layers) {
            return Optional.empty();
          }

          @Override
          public void keep(Digest layers, byte[] found) {}
        };

    /** What was kept. */
    Optional<byte[]> find(Digest layers) throws IOException;

    /** Keeps something. */
    void keep(Digest layers, byte[] found) throws IOException;
  }

  /**
   * Reads the layers of an image.
   *
   * @param layers the lowest first
   * @throws RegistryException if one is damaged
   */
  public static Inventory read(ContentStore store, List<Descriptor> layers, Memory memory)
      throws IOException {
    List<Digest> keys = new ArrayList<>();
    StringBuilder chain = new StringBuilder(FoundFiles.FORMAT);
    for (Descriptor layer : layers) {
      chain.append(layer.digest());
      keys.add(Digest.of(chain.toString()));
    }
    FoundFiles found = new FoundFiles();
    int next = 0;
    for (int i = layers.size() - 1; i >= 0; i--) {
      Optional<FoundFiles> kept = memory.find(keys.get(i)).flatMap(FoundFiles::parse);
      if (kept.isPresent()) {
        found = kept.get();
        next = i + 1;
        break;
      }
    }
    for (int i = next; i < layers.size(); i++) {
      try (InputStream tar = Layer.open(store, layers.get(i))) {
        new LayerReader(found).read(tar);
      }
      memory.keep(keys.get(i), found.json());
    }
    return found.inventory();
  }

  /**
   * Reads an archive of all files of an image, to its end.
   *
   * @throws IOException if it is damaged
   */
  public static Inventory ofArchive(InputStream tar) throws IOException {
    FoundFiles found = new FoundFiles();
    new LayerReader(found).read(tar);
    return found.inventory();
  }

  /** Nothing, with the reason. */
  public static Inventory unread(String why) {
    return new Inventory(List.of(), List.of(why));
  }

  /** Whether packages of a type, such as {@code deb}, are among them. */
  public boolean has(String type) {
    return components.stream().anyMatch(each -> each.purl().startsWith("pkg:" + type + "/"));
  }

  /** Puts one layer on those below. */
  private static final class LayerReader {
    private final FoundFiles found;
    private final TreeMap<String, FoundFiles.Content> own = new TreeMap<>();
    private final List<String> gone = new ArrayList<>();
    private long entries;

    LayerReader(FoundFiles found) {
      this.found = found;
    }

    void read(InputStream tar) throws IOException {
      TarReader reader = new TarReader(tar);
      for (Optional<TarReader.Entry> next = reader.next(); next.isPresent(); next = reader.next()) {
        if (++entries > MOST_ENTRIES) {
          throw new IOException("a layer has more than " + MOST_ENTRIES + " entries");
        }
        one(next.get(), reader);
      }
      // A stream's checksum is checked only when it is read to its end.
      tar.transferTo(OutputStream.nullOutputStream());
      // What the layer removes is what is below it, whatever the order of its entries.
      gone.forEach(found::remove);
      own.forEach(found::put);
    }

    private void one(TarReader.Entry entry, TarReader reader) throws IOException {
      String path = path(entry.name());
      String name = path.substring(path.lastIndexOf('/') + 1);
      String parent = path.substring(0, path.length() - name.length());
      if (name.equals(OPAQUE)) {
        gone.add(parent.isEmpty() ? "" : parent);
      } else if (name.startsWith(WHITEOUT)) {
        gone.add(parent + name.substring(WHITEOUT.length()));
      } else if (entry.kind() == TarReader.Kind.FILE) {
        FoundFiles.Content content =
            Catalogers.read(path, entry.size(), entry.mode(), new EntryInput(reader));
        if (!content.isEmpty() || found.has(path)) {
          own.put(path, content);
        }
      } else if (entry.kind() != TarReader.Kind.DIRECTORY && !path.isEmpty()) {
        gone.add(path);
      }
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

  /** The content of the entry that a reader is at. */
  private static final class EntryInput extends InputStream {
    private final TarReader reader;
    private byte[] buffer = new byte[0];
    private int at;

    EntryInput(TarReader reader) {
      this.reader = reader;
    }

    @Override
    public int read() throws IOException {
      byte[] single = new byte[1];
      return read(single, 0, 1) < 0 ? -1 : single[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      if (at == buffer.length) {
        byte[] chunk = new byte[1 << 16];
        int count = reader.read(chunk);
        if (count < 0) {
          return -1;
        }
        buffer = count == chunk.length ? chunk : java.util.Arrays.copyOf(chunk, count);
        at = 0;
      }
      int count = Math.min(length, buffer.length - at);
      System.arraycopy(buffer, at, into, offset, count);
      at += count;
      return count;
    }
  }

  static Inventory of(SortedMap<String, FoundFiles.Content> files) {
    Map<String, String> release = new TreeMap<>();
    for (String place : List.of("usr/lib/os-release", "etc/os-release")) {
      FoundFiles.Content content = files.get(place);
      if (content != null) {
        release.putAll(content.release());
      }
    }
    String id = release.getOrDefault("ID", "");
    String version = release.getOrDefault("VERSION_ID", "");
    String distro = id.isEmpty() || version.isEmpty() ? "" : id + "-" + version;
    TreeSet<Component> components = new TreeSet<>();
    if (!id.isEmpty()) {
      components.add(new Component("operating-system", id, version, "", Map.of(), List.of()));
    }
    TreeSet<String> notes = new TreeSet<>();
    files.forEach(
        (path, content) -> {
          notes.addAll(content.notes());
          for (FoundPackage each : content.packages()) {
            String namespace = id.isEmpty() && each.type().equals("deb") ? "debian" : id;
            components.add(each.component(namespace, distro));
          }
        });
    return new Inventory(List.copyOf(components), List.copyOf(notes));
  }
}
