package dev.ingot.bake.docker;

import dev.ingot.bake.IoMessage;
import dev.ingot.bake.StepException;
import dev.ingot.graph.Cancellation;
import dev.ingot.registry.inventory.Inventory;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/**
 * An archive of a container's files on this host.
 *
 * @param file absolute
 */
record ContainerArchive(Path file) {
  /** Writes it; it is there whole or not at all. */
  void write(Container container, Cancellation cancellation)
      throws StepException, IOException, InterruptedException {
    Path folder = file.getParent();
    if (folder == null) {
      throw new StepException("export_path: " + file + " is not a file.");
    }
    Files.createDirectories(folder);
    Path beside = file.resolveSibling("." + UUID.randomUUID() + ".new");
    try {
      try (OutputStream out = Files.newOutputStream(beside)) {
        boolean _ =
            container.files(
                archive -> {
                  long _ = archive.transferTo(out);
                  return true;
                },
                cancellation);
      }
      Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (EngineException e) {
      throw e;
    } catch (IOException e) {
      throw new StepException("export_path: " + IoMessage.of(e) + ".");
    } finally {
      Files.deleteIfExists(beside);
    }
  }

  /** The packages in it. */
  Inventory inventory() {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      return Inventory.ofArchive(in);
    } catch (IOException e) {
      return unread(e);
    }
  }

  /**
   * The packages in a container. An image that was made doesn't fail for what isn't known of it.
   */
  static Inventory inventory(Container container, Cancellation cancellation)
      throws InterruptedException {
    try {
      return container.files(Inventory::ofArchive, cancellation);
    } catch (IOException e) {
      return unread(e);
    }
  }

  private static Inventory unread(IOException e) {
    return Inventory.unread("the container's files can't be read: " + IoMessage.of(e));
  }
}
