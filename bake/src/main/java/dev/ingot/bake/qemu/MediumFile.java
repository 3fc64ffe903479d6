package dev.ingot.bake.qemu;

import dev.ingot.bake.BuildIdentity;
import dev.ingot.bake.IoMessage;
import dev.ingot.bake.Source;
import dev.ingot.bake.StepException;
import dev.ingot.graph.Cancellation;
import dev.ingot.http.HttpFailureException;
import dev.ingot.http.client.ClientSettings;
import dev.ingot.http.client.HttpClient;
import dev.ingot.http.client.HttpRequest;
import dev.ingot.http.client.HttpResponse;
import dev.ingot.http.client.Surroundings;
import dev.ingot.storage.Digest;
import dev.ingot.storage.FolderLock;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds the medium of a source: a file of this host, or one that is downloaded once.
 *
 * @param folder of downloads
 * @param hashes what is known of files
 */
record MediumFile(Path folder, FileHashes hashes, Surroundings surroundings, BuildIdentity build) {
  private static final Duration ELSEWHERE = Duration.ofHours(6);
  private static final int MOST_LIST = 16 << 20;

  /**
   * The medium, checked.
   *
   * @param content its hash, by which it enters keys
   * @param downloaded whether it comes from elsewhere, and isn't to be trusted with paths
   */
  record Found(Path file, String content, boolean downloaded) {}

  /**
   * The first location that works.
   *
   * @throws StepException with what was wrong with each
   */
  Found find(QemuSettings.Medium medium, Source.Progress progress, Cancellation cancellation)
      throws StepException, IOException, InterruptedException {
    List<String> problems = new ArrayList<>();
    for (String location : medium.locations()) {
      try {
        return find(location, medium, progress, cancellation);
      } catch (StepException e) {
        problems.add(String.valueOf(e.getMessage()));
      } catch (HttpFailureException e) {
        if (cancellation.isCancelled()) {
          throw new InterruptedException();
        }
        problems.add(location + ": " + e.failure().problem() + ". " + e.failure().remedy());
      } catch (IOException e) {
        problems.add(location + ": " + IoMessage.of(e) + ".");
      }
    }
    throw new StepException(
        medium.locations().size() == 1
            ? problems.getFirst()
            : "None of the iso_urls works:\n  " + String.join("\n  ", problems));
  }

  private Found find(
      String location,
      QemuSettings.Medium medium,
      Source.Progress progress,
      Cancellation cancellation)
      throws StepException, IOException, InterruptedException {
    Optional<URI> web = web(location);
    Checksum checksum = checksum(location, medium.checksum(), cancellation);
    if (web.isEmpty()) {
      Path file = local(location);
      if (!Files.isRegularFile(file)) {
        throw new StepException("iso_url: there is no file " + file + ".");
      }
      return new Found(file, checked(location, file, checksum), false);
    }
    String name = Digest.of(location + "\n" + checksum).hex() + "." + medium.extension();
    Path file = medium.target().orElse(folder.resolve(name)).toAbsolutePath();
    Path parent = file.getParent();
    if (parent == null) {
      throw new StepException("iso_target_path: " + file + " is not a file.");
    }
    Files.createDirectories(parent);
    try (FolderLock _ =
        FolderLock.acquire(
            folder.resolve(Digest.of(file.toString()).hex() + ".lock"),
            ELSEWHERE,
            cancellation::isCancelled)) {
      if (!Files.isRegularFile(file)) {
        download(web.get(), file, checksum, location, progress, cancellation);
      }
      return new Found(file, checked(location, file, checksum), true);
    }
  }

  private void download(
      URI from,
      Path file,
      Checksum checksum,
      String location,
      Source.Progress progress,
      Cancellation cancellation)
      throws StepException, IOException {
    progress.note("downloading " + location);
    Path part = file.resolveSibling("." + file.getFileName() + ".part");
    try {
      HttpResponse response;
      try (HttpClient client =
          new HttpClient(ClientSettings.usual(surroundings.environment()), surroundings)) {
        response = client.download(HttpRequest.get(from), part, Long.MAX_VALUE, cancellation);
      }
      if (!response.isSuccessful()) {
        throw new StepException(
            location + " was answered with status " + response.statusText() + ".");
      }
      String _ = checked(location, part, checksum);
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /** The hash of its content, which is as it should be. */
  private String checked(String location, Path file, Checksum checksum)
      throws StepException, IOException {
    return switch (checksum) {
      case Checksum.None _, Checksum.Listed _ -> "SHA-256:" + hashes.of(file, "SHA-256");
      case Checksum.Hash(String algorithm, String hex) -> {
        String actual = hashes.of(file, algorithm);
        if (!actual.equals(hex)) {
          throw new StepException(
              location
                  + " has the wrong checksum: iso_checksum says "
                  + checksum
                  + ", the content has "
                  + actual
                  + ". If the file was replaced on purpose, change iso_checksum"
                  + (web(location).isPresent() ? "; a damaged download is deleted." : "."));
        }
        yield algorithm + ":" + hex;
      }
    };
  }

  private Checksum checksum(String location, Checksum checksum, Cancellation cancellation)
      throws StepException, IOException {
    if (!(checksum instanceof Checksum.Listed(String list))) {
      return checksum;
    }
    String text = text(list, cancellation);
    String path = web(location).map(URI::getPath).orElse(location);
    String name = path.substring(path.lastIndexOf('/') + 1);
    return Checksum.find(text, name)
        .orElseThrow(
            () ->
                new StepException(
                    "iso_checksum: the list " + list + " has no checksum of " + name + "."));
  }

  private String text(String list, Cancellation cancellation) throws StepException, IOException {
    Optional<URI> web = web(list);
    if (web.isEmpty()) {
      Path file = local(list);
      if (!Files.isRegularFile(file) || Files.size(file) > MOST_LIST) {
        throw new StepException("iso_checksum: there is no list of checksums " + file + ".");
      }
      return Files.readString(file);
    }
    try (HttpClient client =
        new HttpClient(ClientSettings.usual(surroundings.environment()), surroundings)) {
      HttpResponse response =
          client.send(HttpRequest.get(web.get()).withMost(MOST_LIST), cancellation);
      if (!response.isSuccessful()) {
        throw new StepException(list + " was answered with status " + response.statusText() + ".");
      }
      return response.text();
    }
  }

  private static Optional<URI> web(String location) {
    if (!location.startsWith("http://") && !location.startsWith("https://")) {
      return Optional.empty();
    }
    try {
      return Optional.of(new URI(location));
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  private Path local(String location) throws StepException {
    String path =
        location.startsWith("file://") ? location.substring("file://".length()) : location;
    int scheme = path.indexOf("://");
    if (scheme > 0 || location.contains("::")) {
      throw new StepException(
          "\"" + location + "\" can't be fetched: use a path, file://, http:// or https://.");
    }
    try {
      return build.resolve(path).toAbsolutePath().normalize();
    } catch (InvalidPathException e) {
      throw new StepException("\"" + location + "\" is no path.");
    }
  }
}
