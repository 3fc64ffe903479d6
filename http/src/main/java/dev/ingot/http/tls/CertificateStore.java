package dev.ingot.http.tls;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Authorities' certificates by their subject, undecoded: of the hundred and more that a host
 * trusts, a connection needs one, and decoding the others would be most of its cost.
 */
final class CertificateStore {
  private static final long LARGEST_FILE = 16 << 20;
  private static final int MOST_FILES = 10_000;

  private final Map<ByteBuffer, List<byte[]>> bySubject = new HashMap<>();

  CertificateStore() {}

  /** The certificates of a subject as it stands in certificates. */
  List<byte[]> of(byte[] subject) {
    return bySubject.getOrDefault(ByteBuffer.wrap(subject), List.of());
  }

  boolean isEmpty() {
    return bySubject.isEmpty();
  }

  void add(String pem) {
    for (Pem.Block block : Pem.read(pem)) {
      if (block.label().equals("CERTIFICATE") || block.label().equals("TRUSTED CERTIFICATE")) {
        add(block.content());
      }
    }
  }

  void add(byte[] certificate) {
    Optional<byte[]> subject = Der.subject(certificate);
    subject.ifPresent(
        name ->
            bySubject
                .computeIfAbsent(ByteBuffer.wrap(name), _ -> new ArrayList<>())
                .add(certificate));
  }

  /** Adds those of the first file that is there. */
  void addFirst(List<Path> files) {
    for (Path file : files) {
      if (add(file)) {
        return;
      }
    }
  }

  /** Adds those of all files in folders. */
  void addAll(List<Path> folders) {
    for (Path folder : folders) {
      for (Path file : files(folder)) {
        boolean _ = add(file);
      }
    }
  }

  /** Folders that aren't there are usual: each distribution has its own. */
  private static List<Path> files(Path folder) {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
      for (Path file : all) {
        files.add(file);
        if (files.size() == MOST_FILES) {
          return files;
        }
      }
      return files;
    } catch (IOException | DirectoryIteratorException e) {
      return files;
    }
  }

  private boolean add(Path file) {
    try {
      if (!Files.isRegularFile(file) || Files.size(file) > LARGEST_FILE) {
        return false;
      }
      add(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
