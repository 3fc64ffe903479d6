package dev.ingot.platform.rootfs;

import dev.ingot.bake.Builder;
import dev.ingot.bake.Communicator;
import dev.ingot.bake.StepException;
import dev.ingot.bake.layer.TreeEntry;
import dev.ingot.bake.layer.TreeScan;
import dev.ingot.platform.api.JailMode;
import dev.ingot.platform.api.PlatformException;
import dev.ingot.platform.driver.jail.Jail;
import dev.ingot.platform.driver.jail.JailRoot;
import dev.ingot.platform.driver.jail.JailSpec;
import dev.ingot.platform.host.Trees;
import dev.ingot.platform.image.RootMerger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A root in which commands run, over layers. Where layers can be mounted, what is written goes to a
 * directory of its own; elsewhere the layers are copied together and the changes found by
 * comparing.
 */
final class JailMachine implements Builder.Machine {
  /** Never part of an image: what only lives while a machine runs, and caches. */
  static final List<String> VOLATILE =
      List.of("tmp", "run", "proc", "sys", "dev", "var/cache/ldconfig");

  private final Path folder;
  private final Path written;
  private final Optional<TreeComparison> before;
  private final TreeScan.Ownership ownership;
  private final JailCommunicator communicator;

  private JailMachine(
      Path folder,
      Path written,
      Optional<TreeComparison> before,
      TreeScan.Ownership ownership,
      JailCommunicator communicator) {
    this.folder = folder;
    this.written = written;
    this.before = before;
    this.ownership = ownership;
    this.communicator = communicator;
  }

  /**
   * A machine over layers.
   *
   * @param layers directories, the lowest first
   * @param folder a new, empty folder of its own
   */
  static JailMachine over(
      List<Path> layers,
      Path folder,
      Jail jail,
      Map<String, String> environment,
      JailSpec.Network network)
      throws StepException, IOException, InterruptedException {
    Path run = Files.createDirectory(folder.resolve("run"));
    TreeScan.Ownership ownership =
        jail.capability().mode() == JailMode.USER_NAMESPACE
            ? TreeScan.Ownership.ROOT
            : TreeScan.Ownership.KEEP;
    if (jail.capability().overlay()) {
      Path upper = Files.createDirectory(folder.resolve("upper"));
      Path work = Files.createDirectory(folder.resolve("work"));
      Path temporary = Files.createDirectory(folder.resolve("tmp"));
      Files.setAttribute(temporary, "unix:mode", 01777);
      JailSpec spec =
          JailSpec.bake(
                  run,
                  new JailRoot.Writable(layers, upper, work),
                  List.of("sh"),
                  environment,
                  network)
              .withBinds(List.of(new JailSpec.Bind(temporary, "/tmp", false)));
      return new JailMachine(
          folder,
          upper,
          Optional.empty(),
          ownership,
          new JailCommunicator(jail, spec, new LayeredTree(layers, upper), Optional.of(temporary)));
    }
    Path merged = folder.resolve("root");
    try {
      RootMerger.merge(layers, merged);
    } catch (PlatformException e) {
      throw new StepException(e.describe());
    }
    JailSpec spec =
        JailSpec.bake(
            run, new JailRoot.Directory(merged, false), List.of("sh"), environment, network);
    return new JailMachine(
        folder,
        merged,
        Optional.of(TreeComparison.of(merged, VOLATILE)),
        ownership,
        new JailCommunicator(jail, spec, new LayeredTree(List.of(), merged), Optional.empty()));
  }

  @Override
  public Communicator communicator() {
    return communicator;
  }

  @Override
  public List<TreeEntry> changes() throws IOException {
    List<TreeEntry> entries =
        new TreeScan(ownership, LayeredTree::isOpaque, VOLATILE).scan(written);
    return before.isPresent() ? before.get().changes(entries) : entries;
  }

  @Override
  public void close() throws IOException {
    Trees.delete(folder);
  }
}
