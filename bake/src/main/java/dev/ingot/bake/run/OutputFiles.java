package dev.ingot.bake.run;

import dev.ingot.bake.Artifact;
import dev.ingot.bake.BuildIdentity;
import dev.ingot.registry.content.ContentStore;
import dev.ingot.registry.content.Descriptor;
import dev.ingot.registry.content.Manifest;
import dev.ingot.registry.content.OciImage;
import dev.ingot.storage.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The files an image consists of, on this host and in the registry: there as an artifact of the OCI
 * image specification with a layer for each file.
 */
record OutputFiles(BuildIdentity build, ContentStore store, List<Path> files) {
  private static final String FILE_TYPE = "application/octet-stream";
  private static final String EMPTY_TYPE = "application/vnd.oci.empty.v1+json";
  private static final String TITLE = "org.opencontainers.image.title";

  /** Larger ones are taken for unchanged by their size: reading them takes longer than a bake. */
  private static final long READ_TO_COMPARE = 16 << 20;

  OutputFiles {
    files = List.copyOf(files);
  }

  /** Stores them. */
  Descriptor write() throws IOException {
    List<Descriptor> layers = new ArrayList<>();
    for (Path file : files) {
      try (InputStream in = Files.newInputStream(file)) {
        layers.add(
            store
                .write(FILE_TYPE, in)
                .withAnnotations(Map.of(TITLE, String.valueOf(file.getFileName()))));
      }
    }
    Descriptor config = store.write(EMPTY_TYPE, new byte[] {'{', '}'});
    return OciImage.write(
        store,
        new Manifest(Optional.of(Artifact.FILES_TYPE), config, layers, Optional.empty(), Map.of()));
  }

  /** Puts those back that are gone or have changed. */
  void restore(Digest image) throws IOException {
    List<Descriptor> layers = OciImage.readManifest(store, image).layers();
    for (int i = 0; i < Math.min(layers.size(), files.size()); i++) {
      Path file = files.get(i);
      if (!isThere(file, layers.get(i))) {
        copy(layers.get(i).digest(), file);
      }
    }
  }

  private static boolean isThere(Path file, Descriptor stored) throws IOException {
    if (!Files.isRegularFile(file) || Files.size(file) != stored.size()) {
      return false;
    }
    if (stored.size() > READ_TO_COMPARE) {
      return true;
    }
    return Digest.of(Files.readAllBytes(file)).equals(stored.digest());
  }

  private void copy(Digest stored, Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    Path beside = file.resolveSibling("." + UUID.randomUUID() + ".new");
    try (InputStream in = store.open(stored)) {
      long _ = Files.copy(in, beside);
      Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(beside);
    }
  }

  /** What post-processors get. */
  Artifact artifact(String id) throws IOException {
    List<Artifact.File> all = new ArrayList<>();
    for (Path file : files) {
      Path shown =
          file.startsWith(build.workingFolder()) ? build.workingFolder().relativize(file) : file;
      all.add(new Artifact.File(shown.toString(), Files.size(file)));
    }
    return new Artifact(build, id, all);
  }
}
