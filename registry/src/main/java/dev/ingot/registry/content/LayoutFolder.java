package dev.ingot.registry.content;

import dev.ingot.storage.Access;
import dev.ingot.storage.AtomicFile;
import dev.ingot.storage.FolderLock;
import dev.ingot.storage.PrivateFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;

/**
 * The folders and files of an OCI image layout 1.0, and how they are created and replaced.
 *
 * @param root the layout folder
 * @param access who may read what is new
 */
record LayoutFolder(Path root, Access access) {
  private static final String LAYOUT = "{\"imageLayoutVersion\":\"1.0.0\"}";

  Path blobs() {
    return root.resolve("blobs").resolve("sha256");
  }

  Path index() {
    return root.resolve("index.json");
  }

  /** Where blobs are written before they are put in place. */
  Path ingest() {
    return root.resolve("ingest");
  }

  Path newFile() {
    return ingest().resolve(UUID.randomUUID().toString());
  }

  FolderLock lock() throws IOException {
    return FolderLock.acquire(root.resolve("ingot.lock"));
  }

  void create() throws IOException {
    if (Files.exists(root.resolve("oci-layout")) && Files.isDirectory(ingest())) {
      return;
    }
    createFolders(blobs());
    createFolders(ingest());
    try (FolderLock _ = lock()) {
      if (!Files.exists(index())) {
        replace(index(), OciJson.writeIndex(List.of()));
      }
      // Last, since it says that the rest is there.
      Path layout = root.resolve("oci-layout");
      if (!Files.exists(layout)) {
        replace(layout, LAYOUT.getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  private void createFolders(Path folder) throws IOException {
    switch (access) {
      case PRIVATE -> PrivateFiles.createFolders(folder);
      case SHARED -> Files.createDirectories(folder);
    }
  }

  void replace(Path file, byte[] content) throws IOException {
    AtomicFile.write(file, content, access);
  }

  /** Gives a written and synced file its place. */
  void place(Path fresh, Path file) throws IOException {
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    sync(blobs());
  }

  private static void sync(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
