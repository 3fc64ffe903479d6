package dev.ingot.bake.layer;

import dev.ingot.registry.inventory.Inventory;
import dev.ingot.storage.AtomicFile;
import dev.ingot.storage.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Packages that were found in layers, beside the cache's snapshots.
 *
 * @param folder the cache
 */
public record InventoryCache(Path folder) implements Inventory.Memory {
  private Path file(Digest layers) {
    return folder.resolve(layers.hex().substring(0, 2)).resolve(layers.hex() + ".packages");
  }

  @Override
  public Optional<byte[]> find(Digest layers) throws IOException {
    Optional<String> text = AtomicFile.read(file(layers));
    if (text.isEmpty()) {
      return Optional.empty();
    }
    int line = text.get().indexOf('\n');
    byte[] content = text.get().substring(line + 1).getBytes(StandardCharsets.UTF_8);
    return line > 0 && text.get().substring(0, line).equals(check(layers, content))
        ? Optional.of(content)
        : Optional.empty();
  }

  @Override
  public void keep(Digest layers, byte[] found) throws IOException {
    Path file = file(layers);
    Path _ = Files.createDirectories(file.getParent());
    AtomicFile.write(file, check(layers, found) + "\n" + new String(found, StandardCharsets.UTF_8));
  }

  /** A damaged file, or one under another name, is read again. */
  private static String check(Digest layers, byte[] content) {
    return Digest.of(layers + new String(content, StandardCharsets.UTF_8)).toString();
  }
}
