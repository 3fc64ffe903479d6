package dev.ingot.platform.rootfs;

import dev.ingot.bake.Communicator;
import dev.ingot.bake.Machine;
import dev.ingot.bake.StepException;
import dev.ingot.bake.layer.LayerArchive;
import dev.ingot.bake.layer.LayerKey;
import dev.ingot.bake.layer.Snapshot;
import dev.ingot.bake.layer.TreeEntry;
import dev.ingot.bake.layer.TreeScan;
import dev.ingot.platform.api.JailMode;
import dev.ingot.platform.api.PlatformException;
import dev.ingot.platform.driver.jail.Jail;
import dev.ingot.platform.driver.jail.JailRoot;
import dev.ingot.platform.driver.jail.JailSpec;
import dev.ingot.platform.host.Trees;
import dev.ingot.platform.image.RootMerger;
import dev.ingot.registry.content.Layer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The machine in which the steps of a build run, over layers. Where layers can be mounted, each
 * step writes to a directory of its own, which is a lower layer of the next step; elsewhere the
 * layers are merged by copying and the changes found by comparison. {@code /tmp} and {@code /run}
 * last as long as the machine and are never part of an image.
 */
final class JailMachine implements Machine {
  /** Never part of an image: runtime files and caches. */
  static final List<String> VOLATILE =
      List.of("tmp", "run", "proc", "sys", "dev", "var/cache/ldconfig");

  private static final List<String> LASTING = List.of("tmp", "run");

  private final Setting setting;
  private final Path folder;
  private final Path scratch;
  private final List<Path> lower;
  private final JailCommunicator communicator;
  private Path written;
  private Optional<TreeComparison> before;
  private int steps;

  /**
   * The parts of a machine.
   *
   * @param layers directories, the lowest first
   * @param scratch a directory with an earlier machine's {@code /tmp} and {@code /run}
   * @param environment of every command
   */
  record Setting(
      List<Path> layers,
      Optional<Path> scratch,
      LayerArchive archive,
      Jail jail,
      Map<String, String> environment,
      JailSpec.Network network) {
    Setting {
      layers = List.copyOf(layers);
      environment = Map.copyOf(environment);
    }

    boolean overlay() {
      return jail.capability().overlay();
    }

    boolean mounts() {
      return jail.capability().mode() != JailMode.CHROOT_ONLY;
    }

    TreeScan.Ownership ownership() {
      return jail.capability().mode() == JailMode.USER_NAMESPACE
          ? TreeScan.Ownership.ROOT
          : TreeScan.Ownership.KEEP;
    }
  }

  /**
   * A machine.
   *
   * @param folder a new, empty folder of its own that only this user can enter
   */
  JailMachine(Setting setting, Path folder)
      throws StepException, IOException, InterruptedException {
    this.setting = setting;
    this.folder = folder;
    this.lower = new ArrayList<>(setting.layers());
    Path _ = Files.createDirectory(folder.resolve("jail"));
    if (setting.overlay()) {
      this.scratch = scratch(setting, folder.resolve("scratch"));
      this.written = folder.resolve("upper-0");
      this.before = Optional.empty();
      makeUpper();
    } else {
      this.written = folder.resolve("root");
      List<Path> all = new ArrayList<>(setting.layers());
      if (!setting.mounts()) {
        setting.scratch().ifPresent(all::add);
      }
      merge(all, written);
      this.scratch = setting.mounts() ? scratch(setting, folder.resolve("scratch")) : written;
      this.before = Optional.of(TreeComparison.of(written, VOLATILE));
    }
    this.communicator = new JailCommunicator(setting.jail(), view());
  }

  private static Path scratch(Setting setting, Path scratch)
      throws StepException, IOException, InterruptedException {
    if (setting.scratch().isPresent()) {
      merge(List.of(setting.scratch().get()), scratch);
    }
    for (String name : List.of("tmp", "run", "run/lock")) {
      Path place = scratch.resolve(name);
      if (!Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
        Files.createDirectories(place);
        Files.setAttribute(place, "unix:mode", name.equals("run") ? 0755 : 01777);
      }
    }
    return scratch;
  }

  private static void merge(List<Path> layers, Path target)
      throws StepException, InterruptedException {
    try {
      RootMerger.merge(layers, target);
    } catch (PlatformException e) {
      throw new StepException(e.describe());
    }
  }

  private void makeUpper() throws IOException {
    // The root of the machine, open to every user in it; the folder around it is closed to other
    // users of this host.
    Path _ = Files.createDirectory(written);
    Files.setAttribute(written, "unix:mode", 0755);
    Path _ = Files.createDirectory(work());
  }

  private Path work() {
    return folder.resolve("work-" + steps);
  }

  private JailCommunicator.View view() {
    JailRoot root =
        setting.overlay()
            ? new JailRoot.Writable(lower, written, work())
            : new JailRoot.Directory(written, false);
    List<JailSpec.Bind> lasting =
        setting.mounts()
            ? LASTING.stream()
                .map(name -> new JailSpec.Bind(scratch.resolve(name), "/" + name, false))
                .toList()
            : List.of();
    JailSpec spec =
        JailSpec.bake(
            folder.resolve("jail"),
            root,
            List.of("sh"),
            setting.environment(),
            lasting,
            setting.network());
    return new JailCommunicator.View(
        spec,
        new LayeredTree(setting.overlay() ? lower : List.of(), written),
        new LayeredTree(List.of(), scratch));
  }

  @Override
  public Communicator communicator() {
    return communicator;
  }

  @Override
  public Snapshot snapshot(LayerKey key) throws IOException {
    Optional<Layer> layer = layer(changes());
    if (setting.overlay() && layer.isPresent()) {
      lower.add(written);
      steps++;
      written = folder.resolve("upper-" + steps);
      makeUpper();
      communicator.look(view());
    } else if (layer.isPresent()) {
      before = Optional.of(TreeComparison.of(written, VOLATILE));
    }
    return new Snapshot.Layers(layer, layer(left()));
  }

  private List<TreeEntry> changes() throws IOException {
    List<TreeEntry> entries =
        new TreeScan(setting.ownership(), LayeredTree::isOpaque, VOLATILE).scan(written);
    return before.isPresent() ? before.get().changes(entries) : entries;
  }

  /** The contents of the folders that last, if there are any. */
  private List<TreeEntry> left() throws IOException {
    List<TreeEntry> entries = new ArrayList<>();
    boolean any = false;
    for (String name : LASTING) {
      Path top = scratch.resolve(name);
      if (Files.isDirectory(top, LinkOption.NOFOLLOW_LINKS)) {
        for (TreeEntry entry :
            new TreeScan(setting.ownership(), TreeScan.OpaqueMark.NEVER, List.of())
                .scan(scratch, name)) {
          entries.add(entry);
          any |= !entry.path().equals(name) && !entry.path().equals("run/lock");
        }
      }
    }
    return any ? entries : List.of();
  }

  private Optional<Layer> layer(List<TreeEntry> entries) throws IOException {
    return entries.isEmpty() ? Optional.empty() : Optional.of(setting.archive().write(entries));
  }

  @Override
  public void close() throws IOException {
    Trees.delete(folder);
  }
}
