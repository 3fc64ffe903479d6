package dev.ingot.registry.inventory;

import dev.ingot.registry.inventory.FoundFiles.Content;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;

/**
 * Archives of Java: the artifacts of Maven in them, also those of archives inside; without such,
 * what the manifest or the name says.
 */
final class JavaArchive {
  private static final int MOST_NESTED = 3;
  private static final int MOST_ENTRIES = 500_000;
  private static final int MOST_OF_DESCRIPTION = 1 << 20;
  private static final long MOST_BYTES = 4L << 30;

  private final List<FoundPackage> packages = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private int entries;
  private long bytes;

  private JavaArchive() {}

  static Content read(String path, InputStream in) throws IOException {
    JavaArchive archive = new JavaArchive();
    archive.one(path, in, MOST_NESTED);
    return new Content(archive.packages, Collections.emptySortedMap(), archive.notes);
  }

  private void one(String path, InputStream in, int nesting) throws IOException {
    int before = packages.size();
    Map<String, String> manifest = new TreeMap<>();
    try {
      ZipInputStream zip = new ZipInputStream(new Counted(in));
      for (ZipEntry next = zip.getNextEntry(); next != null; next = zip.getNextEntry()) {
        if (++entries > MOST_ENTRIES || bytes > MOST_BYTES) {
          notes.add("/" + path + " isn't read to its end: it is too large");
          return;
        }
        String name = next.getName();
        if (name.startsWith("META-INF/maven/") && name.endsWith("/pom.properties")) {
          properties(zip.readNBytes(MOST_OF_DESCRIPTION));
        } else if (name.equals("META-INF/MANIFEST.MF")) {
          manifest(zip.readNBytes(MOST_OF_DESCRIPTION), manifest);
        } else if (name.endsWith(".jar") && nesting > 1) {
          one(path + "!/" + name, zip, nesting - 1);
        }
      }
    } catch (ZipException | IllegalArgumentException e) {
      notes.add("/" + path + " isn't read to its end: " + e.getMessage());
    }
    if (packages.size() == before) {
      named(path, manifest);
    }
  }

  private void properties(byte[] content) throws IOException {
    Properties properties = new Properties();
    try {
      properties.load(new ByteArrayInputStream(content));
    } catch (IllegalArgumentException e) {
      return;
    }
    String group = properties.getProperty("groupId", "").strip();
    String artifact = properties.getProperty("artifactId", "").strip();
    String version = properties.getProperty("version", "").strip();
    if (!group.isEmpty() && !artifact.isEmpty()) {
      packages.add(FoundPackage.of("maven", group, artifact, version));
    }
  }

  private static void manifest(byte[] content, Map<String, String> into) {
    for (String line : new String(content, StandardCharsets.UTF_8).split("\r?\n", -1)) {
      int colon = line.indexOf(": ");
      if (line.isEmpty() && !into.isEmpty()) {
        // What follows is about single files.
        return;
      }
      if (colon > 0) {
        into.putIfAbsent(line.substring(0, colon), line.substring(colon + 2).strip());
      }
    }
  }

  private void named(String path, Map<String, String> manifest) {
    String file = path.substring(path.lastIndexOf('/') + 1);
    String base = file.substring(0, Math.max(0, file.lastIndexOf('.')));
    int dash = -1;
    for (int i = 1; i < base.length() - 1 && dash < 0; i++) {
      boolean digit = base.charAt(i + 1) >= '0' && base.charAt(i + 1) <= '9';
      dash = base.charAt(i) == '-' && digit ? i : -1;
    }
    String said =
        manifest.getOrDefault(
            "Implementation-Version", manifest.getOrDefault("Bundle-Version", ""));
    String version = dash > 0 ? base.substring(dash + 1) : said;
    String name = dash > 0 ? base.substring(0, dash) : base;
    if (!name.isEmpty() && !version.isEmpty()) {
      packages.add(
          FoundPackage.of(
              "maven", manifest.getOrDefault("Implementation-Vendor-Id", ""), name, version));
    }
  }

  /** Closing it must not close the archive it is in. */
  private final class Counted extends FilterInputStream {
    Counted(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      bytes++;
      return super.read();
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int count = super.read(into, offset, length);
      bytes += Math.max(0, count);
      return count;
    }

    @Override
    public void close() {}
  }
}
