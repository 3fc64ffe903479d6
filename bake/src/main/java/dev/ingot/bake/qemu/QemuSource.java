package dev.ingot.bake.qemu;

import dev.ingot.bake.Arguments;
import dev.ingot.bake.BuildIdentity;
import dev.ingot.bake.Machine;
import dev.ingot.bake.MachineSource;
import dev.ingot.bake.StepException;
import dev.ingot.bake.layer.InputHash;
import dev.ingot.bake.layer.LayerKey;
import dev.ingot.bake.layer.Snapshot;
import dev.ingot.bake.qemu.DiskStore.Disks;
import dev.ingot.graph.Cancellation;
import dev.ingot.lang.value.Refinement;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import dev.ingot.registry.catalog.Lineage;
import dev.ingot.registry.content.Platform;
import dev.ingot.registry.evidence.Component;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** A source whose machine is a virtual one of QEMU. */
final class QemuSource implements MachineSource {
  /** Arguments that decide neither what a machine begins with nor what is made of it. */
  private static final Set<String> NO_INPUTS =
      Set.of(
          "accelerator",
          "boot_key_interval",
          "boot_keygroup_interval",
          "boot_wait",
          "communicator",
          "display",
          "headless",
          "http_bind_address",
          "http_interface",
          "iso_checksum",
          "iso_skip_cache",
          "iso_target_extension",
          "iso_target_path",
          "iso_url",
          "iso_urls",
          "output_directory",
          "pause_before_connecting",
          "qemu_binary",
          "qmp_enable",
          "qmp_socket_path",
          "shutdown_timeout",
          "skip_compaction",
          "use_default_display");

  /** These only decide what is made of the machine in the end. */
  private static final Set<String> RESULT =
      Set.of(
          "disk_compression",
          "efi_drop_efivars",
          "format",
          "qemu_img_args",
          "shutdown_command",
          "use_backing_file");

  private static final List<String> OTHERS =
      List.of("ssh_", "winrm_", "vnc_", "host_port_", "http_port_", "temporary_key_pair_");

  private final QemuBuilder.Host host;
  private final BuildIdentity build;
  private final Arguments arguments;
  private final QemuSettings settings;
  private final Optional<MachineLogin.Way> way;
  private Optional<Start> begin = Optional.empty();

  /**
   * What the first machine begins with.
   *
   * @param medium the installation medium or the image
   */
  record Start(LayerKey key, Optional<MediumFile.Found> medium) {}

  QemuSource(
      QemuBuilder.Host host,
      BuildIdentity build,
      Arguments arguments,
      QemuSettings settings,
      Optional<MachineLogin.Way> way) {
    this.host = host;
    this.build = build;
    this.arguments = arguments;
    this.settings = settings;
    this.way = way;
  }

  @Override
  public String bucket() {
    return build.sourceName();
  }

  @Override
  public Map<String, Value> generated() {
    Value later = Values.unknown(Type.STRING, Refinement.NONE);
    Map<String, Value> values = new TreeMap<>();
    values.put("ConnType", Value.of(way.map(MachineLogin.Way::type).orElse("none")));
    values.put("ID", Value.of(settings.name()));
    if (way.isPresent()) {
      for (String name : MachineLogin.NAMES) {
        values.put(name, later);
      }
      values.put("Port", Values.unknown(Type.NUMBER, Refinement.NONE));
    }
    if (settings.web().isWanted()) {
      for (String name : List.of("PackerHTTPIP", "PackerHTTPPort", "PackerHTTPAddr")) {
        values.put(name, later);
      }
    }
    return values;
  }

  @Override
  public List<Component> components() {
    return List.of();
  }

  @Override
  public List<Path> outputs() {
    List<Path> files = new ArrayList<>();
    for (int i = 0; i <= settings.disks().more().size(); i++) {
      files.add(settings.output().resolve(settings.name() + (i == 0 ? "" : "-" + i)));
    }
    settings
        .firmware()
        .efi()
        .filter(efi -> !efi.dropped())
        .ifPresent(_ -> files.add(settings.output().resolve("efivars.fd")));
    return files;
  }

  @Override
  public Origin origin(Progress progress, Cancellation cancellation)
      throws StepException, IOException, InterruptedException {
    DiskStore store = host.store();
    store.removeUnused();
    FileHashes hashes = new FileHashes(store.in("hashes"));
    Optional<MediumFile.Found> medium =
        settings.medium().locations().isEmpty()
            ? Optional.empty()
            : Optional.of(
                new MediumFile(store.in("media"), hashes, host.surroundings(), build)
                    .find(settings.medium(), progress, cancellation));
    InputHash hash = new InputHash("qemu");
    medium.ifPresent(found -> hash.text(found.content()));
    add(hash, false);
    if (settings.web().folder().isPresent()) {
      if (!Files.isDirectory(settings.web().folder().get())) {
        throw new StepException(
            "http_directory: there is no folder " + settings.web().folder().get() + ".");
      }
      InputHash _ = hash.content(settings.web().folder().get());
    }
    cd().addInputs("cd_files", hash);
    floppy().addInputs("floppy_files", hash);
    for (List<String> words : settings.arguments()) {
      for (String word : words) {
        addFile(word, hashes, hash);
      }
    }
    LayerKey key = hash.key();
    begin = Optional.of(new Start(key, medium));
    return new Origin(key, new Platform("linux", architecture()), Lineage.unknown());
  }

  private void add(InputHash hash, boolean result) {
    arguments
        .values()
        .forEach(
            (name, value) -> {
              boolean unset = value.isNull() || isEmpty(value);
              if (!unset
                  && !NO_INPUTS.contains(name)
                  && RESULT.contains(name) == result
                  && OTHERS.stream().noneMatch(name::startsWith)) {
                InputHash _ = hash.text(name).value(value);
              }
            });
  }

  private static boolean isEmpty(Value value) {
    return value.unmarked() instanceof Value.ListValue(var _, List<Value> all) && all.isEmpty();
  }

  /** Such as a kernel that is started directly. */
  private void addFile(String word, FileHashes hashes, InputHash hash) throws IOException {
    if (!word.isEmpty() && word.indexOf('\0') < 0 && word.length() < 4096) {
      Path file = build.resolve(word);
      if (Files.isRegularFile(file)) {
        InputHash _ = hash.text(word).text(hashes.of(file, "SHA-256"));
      }
    }
  }

  private String architecture() {
    String binary = settings.binary();
    String name = binary.substring(binary.lastIndexOf('/') + 1).replace("qemu-system-", "");
    return switch (name) {
      case "aarch64" -> "arm64";
      case "i386" -> "386";
      case "arm", "ppc64", "riscv64", "s390x" -> name;
      default -> "amd64";
    };
  }

  @Override
  public Optional<LayerKey> resultKey() {
    InputHash hash = new InputHash("result of qemu");
    add(hash, true);
    outputs().forEach(file -> hash.text(String.valueOf(file.getFileName())));
    return Optional.of(hash.key());
  }

  ExtraDisk cd() {
    return new ExtraDisk(settings.cd(), build, host.tools());
  }

  ExtraDisk floppy() {
    return new ExtraDisk(settings.floppy(), build, host.tools());
  }

  @Override
  public boolean isKept(Snapshot.Disk disk) throws IOException {
    Optional<Disks> disks = host.store().find(disk.reference());
    if (disks.isPresent()) {
      host.store().use(disks.get());
    }
    return disks.isPresent();
  }

  @Override
  public Machine start(Optional<Snapshot.Disk> from, Progress progress, Cancellation cancellation)
      throws StepException, IOException, InterruptedException {
    Start known = begin.orElseThrow(() -> new IllegalStateException("no origin yet"));
    HostTools tools = host.tools();
    tools.require(settings.binary(), "qemu-system-x86 (Debian, Ubuntu) or qemu-kvm (Fedora)");
    tools.require("qemu-img", DiskImage.TOOL_PACKAGES);
    DiskStore store = host.store();
    Optional<Disks> disks = Optional.empty();
    if (from.isPresent()) {
      disks = store.find(from.get().reference());
      if (disks.isEmpty()) {
        throw new StepException("The saved disks of the machine are gone. Bake again.");
      }
    } else {
      disks = store.origin(known.key());
      if (disks.isPresent()) {
        store.use(disks.get());
        progress.note("starting from the disk as it was before the first step");
      }
    }
    return new MachineStart(host, build, settings, way, arguments, known, progress, cancellation)
        .start(disks);
  }

  @Override
  public Product capture(Machine machine, Progress progress, Cancellation cancellation)
      throws StepException, IOException, InterruptedException {
    if (!(machine instanceof QemuMachine of)) {
      throw new IllegalStateException("a machine of another source");
    }
    of.shutDown();
    progress.note("writing " + settings.output());
    new FinishedImage(settings, host.tools(), cancellation).write(of, outputs());
    return new Product.Outputs();
  }
}
