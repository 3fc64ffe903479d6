package dev.ingot.platform.image;

import dev.ingot.platform.api.FileFailures;
import dev.ingot.platform.api.PlatformException;
import dev.ingot.platform.api.PlatformException.Code;
import dev.ingot.platform.host.Trees;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Merges layers into one directory by copying, for hosts where they can't be mounted. */
public final class RootMerger {
  private static final Duration TIMEOUT = Duration.ofMinutes(10);

  private RootMerger() {}

  /**
   * Copies the layers, the lowest first, into a new directory.
   *
   * @throws PlatformException when the disk is full or something can't be read
   */
  public static void merge(List<Path> layers, Path target)
      throws PlatformException, InterruptedException {
    try {
      Files.createDirectories(target);
      for (Path layer : layers) {
        for (String deleted : LayerMarks.deletions(layer)) {
          Trees.delete(target.resolve(deleted));
        }
        copy(layer, target);
        for (String marker : LayerMarks.whiteouts(layer)) {
          Path device = target.resolve(marker);
          if (Files.exists(device, LinkOption.NOFOLLOW_LINKS)
              && !Files.isDirectory(device, LinkOption.NOFOLLOW_LINKS)) {
            Files.delete(device);
          }
        }
      }
    } catch (IOException e) {
      throw FileFailures.of("can't copy the layers of the root to " + target, e);
    }
  }

  private static void copy(Path layer, Path target)
      throws IOException, PlatformException, InterruptedException {
    Process process =
        new ProcessBuilder("cp", "-a", "--reflink=auto", layer + "/.", target.toString())
            .redirectErrorStream(true)
            .start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
      process.destroyForcibly();
      throw new PlatformException(
          Code.TIMEOUT, "copying the layer " + layer + " took too long", "");
    }
    if (process.exitValue() != 0) {
      throw FileFailures.of(
          "can't copy the layer " + layer,
          new IOException(output.lines().findFirst().orElse("cp failed")));
    }
  }
}
