package dev.ingot.registry.content;

import dev.ingot.storage.FolderLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** The names of a layout folder's images: its {@code index.json}. */
final class LayoutIndex {
  /** The longest {@code index.json} that is read, in bytes: room for some 200,000 images. */
  private static final int MAX_INDEX = 64 * 1024 * 1024;

  private final LayoutFolder folder;

  LayoutIndex(LayoutFolder folder) {
    this.folder = folder;
  }

  List<Descriptor> entries() {
    Path file = folder.index();
    try {
      if (Files.size(file) > MAX_INDEX) {
        throw new RegistryException(
            file + " is longer than " + MAX_INDEX + " bytes; delete versions, or the file itself");
      }
      return OciJson.readIndex(Files.readAllBytes(file));
    } catch (NoSuchFileException _) {
      return List.of();
    } catch (IllegalArgumentException e) {
      throw new RegistryException(
          file
              + " is damaged ("
              + e.getMessage()
              + "); restore it, or delete it: names of images are lost then, images and versions"
              + " aren't",
          e);
    } catch (IOException e) {
      throw ContentStore.failure("read", file, e);
    }
  }

  Map<String, Descriptor> references() {
    Map<String, Descriptor> named = new TreeMap<>();
    for (Descriptor descriptor : entries()) {
      String name = descriptor.annotations().get(Descriptor.REF_NAME);
      if (name != null) {
        named.put(name, descriptor);
      }
    }
    return named;
  }

  void tag(String name, Descriptor descriptor) {
    Map<String, String> annotations = new TreeMap<>(descriptor.annotations());
    annotations.put(Descriptor.REF_NAME, name);
    change(
        entries -> {
          List<Descriptor> changed = without(name, entries);
          changed.add(descriptor.withAnnotations(annotations));
          return changed;
        });
  }

  void untag(String name) {
    if (references().containsKey(name)) {
      change(entries -> without(name, entries));
    }
  }

  private static List<Descriptor> without(String name, List<Descriptor> entries) {
    List<Descriptor> left = new ArrayList<>(entries);
    left.removeIf(entry -> name.equals(entry.annotations().get(Descriptor.REF_NAME)));
    return left;
  }

  private void change(UnaryOperator<List<Descriptor>> change) {
    try {
      folder.create();
      try (FolderLock _ = folder.lock()) {
        folder.replace(folder.index(), OciJson.writeIndex(change.apply(entries())));
      }
    } catch (IOException e) {
      throw ContentStore.failure("change index.json in", folder.root(), e);
    }
  }
}
