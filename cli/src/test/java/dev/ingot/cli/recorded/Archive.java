package dev.ingot.cli.recorded;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

/**
 * The recorded sessions: {@code group/case/config/...}, {@code case.json}, {@code expected.json}.
 */
final class Archive {
  private static final int BLOCK = 512;

  private final SortedMap<String, byte[]> files;

  private Archive(SortedMap<String, byte[]> files) {
    this.files = files;
  }

  /** Reads the archive beside this class: a tar file, compressed. */
  static Archive read() throws IOException {
    SortedMap<String, byte[]> files = new TreeMap<>();
    try (InputStream in = Archive.class.getResourceAsStream("/recorded/configurations.tar.gz")) {
      if (in == null) {
        throw new IOException("the recorded sessions are missing");
      }
      byte[] tar = new GZIPInputStream(in).readAllBytes();
      int at = 0;
      while (at + BLOCK <= tar.length && tar[at] != 0) {
        String name = field(tar, at, 100);
        String prefix = field(tar, at + 345, 155);
        int size = Integer.parseInt(field(tar, at + 124, 12).strip(), 8);
        byte[] content = new byte[size];
        System.arraycopy(tar, at + BLOCK, content, 0, size);
        if (tar[at + 156] == '0' || tar[at + 156] == 0) {
          files.put(prefix.isEmpty() ? name : prefix + "/" + name, content);
        }
        at += BLOCK + (size + BLOCK - 1) / BLOCK * BLOCK;
      }
    }
    return new Archive(files);
  }

  private static String field(byte[] tar, int from, int length) {
    int end = from;
    while (end < from + length && tar[end] != 0) {
      end++;
    }
    return new String(tar, from, end - from, StandardCharsets.UTF_8);
  }

  /** The names of all sessions, as {@code group/case}. */
  List<String> names() {
    List<String> names = new ArrayList<>();
    for (String file : files.keySet()) {
      if (file.endsWith("/case.json")) {
        names.add(file.substring(0, file.length() - "/case.json".length()));
      }
    }
    return names;
  }

  /** A document of a session. */
  Json document(String session, String name) {
    byte[] bytes = files.getOrDefault(session + "/" + name, new byte[0]);
    return Json.parse(new String(bytes, StandardCharsets.UTF_8))
        .orElseThrow(() -> new IllegalStateException(session + "/" + name + " is no JSON"));
  }

  /** Writes the files a session begins with. */
  void copyConfiguration(String session, Path folder) throws IOException {
    Files.createDirectories(folder);
    String prefix = session + "/config/";
    for (Map.Entry<String, byte[]> file : files.tailMap(prefix).entrySet()) {
      if (!file.getKey().startsWith(prefix)) {
        return;
      }
      Path target = folder.resolve(file.getKey().substring(prefix.length()));
      Files.createDirectories(target.resolveSibling("."));
      Files.write(target, file.getValue());
    }
  }
}
