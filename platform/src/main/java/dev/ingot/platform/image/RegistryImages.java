package dev.ingot.platform.image;

import dev.ingot.platform.api.FileFailures;
import dev.ingot.platform.api.JailCapability;
import dev.ingot.platform.api.JailMode;
import dev.ingot.platform.api.PlatformException;
import dev.ingot.platform.api.PlatformException.Code;
import dev.ingot.platform.host.NamedLocks;
import dev.ingot.platform.host.Trees;
import dev.ingot.registry.content.ContentStore;
import dev.ingot.registry.content.Descriptor;
import dev.ingot.registry.content.ImageConfig;
import dev.ingot.registry.content.Layer;
import dev.ingot.registry.content.OciImage;
import dev.ingot.registry.content.Platform;
import dev.ingot.registry.content.RegistryException;
import dev.ingot.storage.AtomicFolder;
import dev.ingot.storage.Digest;
import dev.ingot.storage.PrivateFolder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Images of the registry's content store as directories. Each layer is unpacked once into {@code
 * roots/HEX}, under a temporary name and then renamed, so that a directory with its final name is
 * always complete; a lock file for each layer keeps processes apart. A directory that was changed
 * afterwards is unpacked again.
 */
public final class RegistryImages implements ImageSource {
  private final ContentStore store;
  private final Path roots;
  private final boolean root;
  private final boolean overlay;
  private final NamedLocks locks = new NamedLocks();

  /**
   * Images of a store.
   *
   * @param roots where layers are unpacked to
   * @param capability whether owners and white-outs can be set
   */
  public RegistryImages(ContentStore store, Path roots, JailCapability capability) {
    this.store = store;
    this.roots = roots;
    this.root = capability.mode() != JailMode.USER_NAMESPACE && capability.mode() != JailMode.NONE;
    this.overlay = capability.overlay();
  }

  /** Images of a home's registry. */
  public static RegistryImages of(Path home, JailCapability capability) {
    return new RegistryImages(
        ContentStore.at(home.resolve("registry").resolve("images")),
        home.resolve("platform").resolve("roots"),
        capability);
  }

  @Override
  public PreparedImage prepare(String digest) throws PlatformException {
    try {
      OciImage image = OciImage.read(store, Digest.parse(digest), hostPlatform());
      List<Path> layers = new ArrayList<>();
      List<Descriptor> descriptors = image.manifest().layers();
      for (Descriptor layer : descriptors) {
        layers.add(unpacked(layer));
      }
      if (layers.isEmpty()) {
        throw new PlatformException(
            Code.INVALID, "image " + digest + " has no layers, so there is nothing to run", "");
      }
      ImageConfig config = image.config();
      return new PreparedImage(
          digest,
          layers,
          config.entrypoint(),
          config.command(),
          environment(config.environment()),
          nonEmpty(config.workingDirectory()),
          nonEmpty(config.user()));
    } catch (RegistryException e) {
      throw new PlatformException(
          Code.NOT_FOUND, "image " + digest + " can't be used: " + e.getMessage(), "", e);
    } catch (IllegalArgumentException e) {
      throw new PlatformException(
          Code.INVALID, "\"" + digest + "\" is not a digest", "A digest starts with sha256:.", e);
    } catch (IOException e) {
      throw FileFailures.of("image " + digest + " can't be unpacked", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PlatformException(
          Code.FAILED, "unpacking image " + digest + " was interrupted", "", e);
    }
  }

  /**
   * Removes the layers that none of these images uses and nothing requested recently.
   *
   * @param digests the images of the existing machines
   * @param since layers requested after this moment are kept
   * @throws IOException when something can't be removed
   */
  public void removeUnused(Set<String> digests, Instant since) throws IOException {
    Set<String> needed = new HashSet<>();
    try {
      for (String digest : digests) {
        OciImage.read(store, Digest.parse(digest), hostPlatform())
            .manifest()
            .layers()
            .forEach(layer -> needed.add(layer.digest().hex()));
      }
    } catch (RegistryException | IllegalArgumentException e) {
      // An image with unknown layers might use any.
      return;
    }
    new UnusedRoots(roots).remove(needed, since);
  }

  private static Platform hostPlatform() {
    String architecture = System.getProperty("os.arch");
    return new Platform(
        "linux",
        switch (architecture) {
          case "aarch64" -> "arm64";
          case "x86_64" -> "amd64";
          default -> architecture;
        });
  }

  private static Optional<String> nonEmpty(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }

  private static Map<String, String> environment(List<String> entries) {
    Map<String, String> environment = new LinkedHashMap<>();
    for (String entry : entries) {
      int equals = entry.indexOf('=');
      if (equals > 0) {
        environment.put(entry.substring(0, equals), entry.substring(equals + 1));
      }
    }
    return environment;
  }

  /**
   * One layer of the store as a directory, unpacked if necessary.
   *
   * @throws RegistryException when the layer is missing from the store or damaged
   */
  public Path unpacked(Descriptor layer) throws IOException, InterruptedException {
    String hex = layer.digest().hex();
    Path target = roots.resolve(hex);
    UnusedRoots.used(target);
    if (LayerSeal.isWhole(target)) {
      return target;
    }
    // Contains set-user-id programs of images: no other user may reach them.
    Path _ = PrivateFolder.create(roots);
    try (NamedLocks.Held _ = locks.hold(hex);
        FileChannel channel =
            FileChannel.open(
                UnusedRoots.lock(target), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock _ = channel.lock()) {
      if (!LayerSeal.isWhole(target)) {
        setAside(target);
        unpack(layer, target);
      }
      return target;
    }
  }

  /** A changed layer is not used for new machines; existing ones keep it. */
  private static void setAside(Path target) throws IOException {
    if (Files.isDirectory(target)) {
      Path aside = UnusedRoots.going(target);
      Trees.delete(aside);
      AtomicFolder.rename(target, aside);
    }
  }

  private void unpack(Descriptor layer, Path target) throws IOException, InterruptedException {
    Path fresh = target.resolveSibling(target.getFileName() + ".new");
    Trees.delete(fresh);
    Files.deleteIfExists(LayerMarks.file(fresh));
    Files.createDirectory(fresh);
    boolean done = false;
    try (InputStream tar = Layer.open(store, layer)) {
      new LayerUnpacker(fresh, root, overlay, UnpackLimits.of(layer.size())).unpack(tar);
      if (Files.exists(LayerMarks.file(fresh))) {
        // Before the directory, so that whoever sees the directory sees its marks.
        Files.move(
            LayerMarks.file(fresh), LayerMarks.file(target), StandardCopyOption.REPLACE_EXISTING);
      }
      LayerSeal.write(fresh, target);
      done = AtomicFolder.place(fresh, target);
    } finally {
      if (!done) {
        Trees.delete(fresh);
      }
    }
  }
}
