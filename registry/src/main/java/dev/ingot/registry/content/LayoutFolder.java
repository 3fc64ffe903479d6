package dev.ingot.registry.content;

import dev.ingot.storage.Access;
import dev.ingot.storage.AtomicFile;
import dev.ingot.storage.FileStorage;
import dev.ingot.storage.FolderLock;
import dev.ingot.storage.PrivateFiles;
import dev.ingot.storage.Replacement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/**
 * The folders and files of an OCI image layout 1.0, and how they are created and replaced.
 *
 * @param root the layout folder
 * @param access who may read new files
 */
record LayoutFolder(Path root, Access access) {
  private static final String LAYOUT = "{\"imageLayoutVersion\":\"1.0.0\"}";

  Path blobs() {
    return root.resolve("blobs").resolve("sha256");
  }

  Path index() {
    return root.resolve("index.json");
  }

  /** The folder in which blobs are written before they are put in place. */
  Path ingest() {
    return root.resolve("ingest");
  }

  /** The folder of what is used at the moment. */
  Path uses() {
    return root.resolve("uses");
  }

  void createUses() throws IOException {
    create();
    createFolders(uses());
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
      // Last, because it says that the rest exists.
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

  /** Puts a written and synced file in its place. */
  void place(Path fresh, Path file) throws IOException {
    Replacement.place(new FileStorage(), fresh, file);
  }
}
