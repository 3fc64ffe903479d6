package dev.ingot.bake.qemu;

import dev.ingot.bake.Arguments;
import dev.ingot.bake.BuildIdentity;
import dev.ingot.bake.qemu.QemuSettings.Boot;
import dev.ingot.bake.qemu.QemuSettings.Console;
import dev.ingot.bake.qemu.QemuSettings.Disks;
import dev.ingot.bake.qemu.QemuSettings.Efi;
import dev.ingot.bake.qemu.QemuSettings.Extra;
import dev.ingot.bake.qemu.QemuSettings.Firmware;
import dev.ingot.bake.qemu.QemuSettings.Format;
import dev.ingot.bake.qemu.QemuSettings.Hardware;
import dev.ingot.bake.qemu.QemuSettings.ImageTool;
import dev.ingot.bake.qemu.QemuSettings.Medium;
import dev.ingot.bake.qemu.QemuSettings.Network;
import dev.ingot.bake.qemu.QemuSettings.Ports;
import dev.ingot.bake.qemu.QemuSettings.Shutdown;
import dev.ingot.bake.qemu.QemuSettings.Tcp;
import dev.ingot.bake.qemu.QemuSettings.Web;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.value.Value;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Reads the arguments of a source of type {@code qemu}. Meaning, defaults and what is refused: the
 * documentation of Packer's plugin QEMU.
 */
record QemuArguments(Arguments arguments, BuildIdentity build, Diagnostics diagnostics) {
  private static final int PORTS = 65_535;
  private static final int LEAST_VNC = 5900;
  private static final long LEAST_MEMORY = 10;
  private static final Set<String> ACCELERATORS =
      Set.of("none", "kvm", "tcg", "hax", "hvf", "whpx", "xen");
  private static final Set<String> BUSES =
      Set.of("ide", "sata", "scsi", "sd", "virtio", "virtio-scsi");
  private static final Set<String> CACHES =
      Set.of("writethrough", "writeback", "none", "unsafe", "directsync");

  /**
   * Reads them.
   *
   * @param guestPort where the communicator reaches the machine; 0 without one
   */
  QemuSettings read(int guestPort) {
    for (String later : new String[] {"vtpm", "use_tpm1"}) {
      if (arguments.flag(later, false)) {
        error(later, "Unsupported argument", later + " is not supported yet.");
      }
    }
    String output = arguments.text("output_directory", "output-" + build.declaredName());
    return new QemuSettings(
        arguments.text("qemu_binary", "qemu-system-x86_64"),
        name(),
        build.resolve(output).toAbsolutePath().normalize(),
        output,
        new Hardware(
            oneOf("accelerator", "", ACCELERATORS),
            arguments.text("machine_type", "pc"),
            text("cpu_model"),
            arguments.number("memory").orElse(0) < LEAST_MEMORY
                ? 512
                : arguments.number("memory").getAsLong(),
            processors(),
            text("vga")),
        disks(),
        medium(),
        new Extra(
            arguments.texts("cd_files"),
            List.of(),
            new TreeMap<>(arguments.textMap("cd_content")),
            arguments.text("cd_label", "packer")),
        new Extra(
            arguments.texts("floppy_files"),
            arguments.texts("floppy_dirs"),
            new TreeMap<>(arguments.textMap("floppy_content")),
            arguments.text("floppy_label", "packer")),
        network(guestPort),
        console(),
        boot(),
        firmware(),
        web(),
        new Shutdown(
            text("shutdown_command"),
            arguments.duration("shutdown_timeout", diagnostics).orElse(Duration.ofMinutes(5))),
        lists("qemuargs"),
        tool());
  }

  private String name() {
    String name = arguments.text("vm_name", "packer-" + build.declaredName());
    if (name.isEmpty() || name.contains("/") || name.equals(".") || name.equals("..")) {
      error("vm_name", "Invalid name", "vm_name must be the name of a file, without folders.");
    }
    return name;
  }

  private void error(String name, String summary, String detail) {
    diagnostics.error(summary, detail, arguments.place(name));
  }

  private Optional<String> text(String name) {
    return arguments.text(name).filter(each -> !each.isEmpty());
  }

  private String oneOf(String name, String otherwise, Set<String> allowed) {
    String text = text(name).orElse(otherwise);
    if (!text.equals(otherwise) && !allowed.contains(text)) {
      error(
          name,
          "Invalid value",
          name + " must be one of: " + String.join(", ", allowed.stream().sorted().toList()) + ".");
    }
    return text;
  }

  private long count(String name) {
    long count = arguments.number(name).orElse(0);
    if (count < 0) {
      error(name, "Invalid value", name + " must not be negative.");
    }
    return Math.max(0, count);
  }

  /** The smaller of the number and the product of the parts, where both are given. */
  private String processors() {
    long all = count("cpus");
    long sockets = count("sockets");
    long cores = count("cores");
    long threads = count("threads");
    if (sockets + cores + threads == 0) {
      return Long.toString(Math.max(1, all));
    }
    long product = Math.max(1, sockets) * Math.max(1, cores) * Math.max(1, threads);
    return (all == 0 ? product : Math.min(all, product))
        + ",sockets="
        + Math.max(1, sockets)
        + ",cores="
        + Math.max(1, cores)
        + ",threads="
        + Math.max(1, threads)
        + (all != 0 && all < product ? ",maxcpus=" + product : "");
  }

  private Disks disks() {
    boolean image = arguments.flag("disk_image", false);
    Format format =
        oneOf("format", "qcow2", Set.of("qcow2", "raw")).equals("raw") ? Format.RAW : Format.QCOW2;
    boolean backed = arguments.flag("use_backing_file", false);
    if (backed && (!image || format != Format.QCOW2)) {
      error(
          "use_backing_file",
          "Conflicting arguments",
          "use_backing_file needs disk_image = true and the format qcow2.");
    }
    boolean kept = arguments.flag("skip_resize_disk", false);
    if (kept && !image) {
      error(
          "skip_resize_disk", "Conflicting arguments", "skip_resize_disk needs disk_image = true.");
    }
    return new Disks(
        image,
        size("disk_size", text("disk_size").orElse("0")),
        arguments.texts("disk_additional_size").stream()
            .map(each -> size("disk_additional_size", each))
            .toList(),
        oneOf("disk_interface", "virtio", BUSES),
        oneOf("disk_cache", "writeback", CACHES),
        oneOf("disk_discard", "ignore", Set.of("unmap", "ignore")),
        oneOf("disk_detect_zeroes", "off", Set.of("unmap", "on", "off")),
        format,
        arguments.flag("disk_compression", false) && format == Format.QCOW2,
        backed,
        !kept);
  }

  /** Mebibytes where no unit is given. */
  private String size(String name, String text) {
    if (text.equals("0") && name.equals("disk_size")) {
      return "40960M";
    }
    int digits = 0;
    while (digits < text.length() && text.charAt(digits) >= '0' && text.charAt(digits) <= '9') {
      digits++;
    }
    boolean unit =
        digits == text.length() - 1 && "bBkKmMgGtTpPeE".indexOf(text.charAt(digits)) >= 0;
    if (digits == 0 || (digits != text.length() && !unit)) {
      error(name, "Invalid size", name + " must be a number with a unit, such as \"40G\".");
    }
    return unit ? text.substring(0, digits) + unit(text.charAt(digits)) : text + "M";
  }

  private static String unit(char unit) {
    return unit == 'b' || unit == 'B' ? "" : String.valueOf(Character.toUpperCase(unit));
  }

  private Medium medium() {
    Optional<String> one = text("iso_url");
    List<String> several = arguments.texts("iso_urls");
    if (one.isPresent() && !several.isEmpty()) {
      error("iso_urls", "Conflicting arguments", "Either iso_url or iso_urls, not both.");
    }
    List<String> locations = one.map(List::of).orElse(several);
    boolean kernel = lists("qemuargs").stream().anyMatch(each -> isKernel(each));
    if (locations.isEmpty() && !(kernel && !arguments.flag("disk_image", false))) {
      error(
          "iso_url",
          "Missing medium",
          "iso_url names the installation medium, or with disk_image = true the image to start"
              + " from. Only a kernel given by qemuargs (-kernel) starts without.");
    }
    String written =
        arguments.flag("iso_skip_cache", false)
            ? "none"
            : arguments.text("iso_checksum", locations.isEmpty() ? "none" : "");
    Optional<Checksum> checksum = Checksum.parse(written);
    if (checksum.isEmpty()) {
      error(
          "iso_checksum",
          written.isEmpty() ? "Missing checksum" : "Invalid checksum",
          "iso_checksum must be a hash, such as \"sha256:…\", a list of hashes (\"file:…\"), or"
              + " \"none\".");
    }
    return new Medium(
        locations,
        checksum.orElse(new Checksum.None()),
        text("iso_target_path").map(build::resolve),
        arguments.text("iso_target_extension", "iso"),
        text("cdrom_interface")
            .map(
                _ -> oneOf("cdrom_interface", "", Set.of("ide", "scsi", "virtio", "virtio-scsi"))));
  }

  private static boolean isKernel(List<String> words) {
    return !words.isEmpty() && words.getFirst().replace("--", "-").equals("-kernel");
  }

  private Ports ports(String least, String most, int from, int to) {
    long low = arguments.number(least).orElse(from);
    long high = arguments.number(most).orElse(to);
    if (low < 1 || high > PORTS || low > high) {
      error(
          least,
          "Invalid ports",
          least + " and " + most + " must be ports from 1 to 65535, the first not above the last.");
      return new Ports(from, to);
    }
    return new Ports((int) low, (int) high);
  }

  private Network network(int guestPort) {
    boolean old = arguments.has("ssh_host_port_min") || arguments.has("ssh_host_port_max");
    String prefix = old ? "ssh_host_port_" : "host_port_";
    Optional<String> bridge = text("net_bridge");
    if (bridge.isPresent() && guestPort > 0 && text("ssh_host").isEmpty()) {
      error(
          "net_bridge",
          "Missing host",
          "A machine on a bridge of this host gets an address that Ingot doesn't know: give it in"
              + " ssh_host.");
    }
    return new Network(
        arguments.text("net_device", "virtio-net"),
        bridge,
        ports(prefix + "min", prefix + "max", 2222, 4444),
        guestPort,
        arguments.flag("skip_nat_mapping", false));
  }

  private Console console() {
    boolean password = arguments.flag("vnc_use_password", false);
    Ports ports = ports("vnc_port_min", "vnc_port_max", LEAST_VNC, 6000);
    if (ports.least() < LEAST_VNC) {
      error("vnc_port_min", "Invalid ports", "vnc_port_min must not be below 5900.");
    }
    if (password && text("vnc_password").isEmpty()) {
      error("vnc_password", "Missing password", "vnc_use_password needs vnc_password.");
    }
    boolean tcp =
        password
            || arguments.has("vnc_bind_address")
            || arguments.has("vnc_port_min")
            || arguments.has("vnc_port_max");
    return new Console(
        arguments.flag("headless", false),
        text("display").filter(each -> !each.equals("none")),
        arguments.flag("use_default_display", false),
        tcp
            ? Optional.of(
                new Tcp(
                    arguments.text("vnc_bind_address", "127.0.0.1"),
                    ports,
                    password ? text("vnc_password") : Optional.empty()))
            : Optional.empty());
  }

  private Boot boot() {
    List<String> command = new ArrayList<>(arguments.texts("boot_command"));
    List<List<String>> steps = lists("boot_steps");
    if (!command.isEmpty() && !steps.isEmpty()) {
      error("boot_steps", "Conflicting arguments", "Either boot_command or boot_steps, not both.");
    }
    steps.stream().filter(step -> !step.isEmpty()).forEach(step -> command.add(step.getFirst()));
    if (!command.isEmpty() && arguments.flag("disable_vnc", false)) {
      error(
          "disable_vnc",
          "Conflicting arguments",
          "A boot_command is typed over VNC: remove disable_vnc.");
    }
    String place = steps.isEmpty() ? "boot_command" : "boot_steps";
    for (String each : command) {
      BootCommand.check(each).ifPresent(problem -> error(place, "Invalid boot command", problem));
    }
    Duration wait =
        text("boot_wait").map(String::strip).filter(each -> each.startsWith("-")).isPresent()
            ? Duration.ZERO
            : arguments.duration("boot_wait", diagnostics).orElse(Duration.ofSeconds(10));
    return new Boot(
        command,
        wait,
        arguments.duration("boot_key_interval", diagnostics).orElse(Duration.ofMillis(100)),
        arguments.duration("boot_keygroup_interval", diagnostics).orElse(Duration.ZERO));
  }

  private Firmware firmware() {
    boolean efi =
        arguments.flag("efi_boot", false)
            || arguments.has("efi_firmware_code")
            || arguments.has("efi_firmware_vars");
    return new Firmware(
        text("firmware"),
        arguments.flag("use_pflash", false),
        efi
            ? Optional.of(
                new Efi(
                    build.resolve(
                        arguments.text("efi_firmware_code", "/usr/share/OVMF/OVMF_CODE.fd")),
                    build.resolve(
                        arguments.text("efi_firmware_vars", "/usr/share/OVMF/OVMF_VARS.fd")),
                    arguments.flag("efi_drop_efivars", false)))
            : Optional.empty());
  }

  private Web web() {
    Optional<Path> folder = text("http_directory").map(build::resolve);
    Map<String, String> contents = arguments.textMap("http_content");
    if (folder.isPresent() && !contents.isEmpty()) {
      error(
          "http_content",
          "Conflicting arguments",
          "Either http_directory or http_content, not both.");
    }
    if (contents.keySet().stream().anyMatch(path -> !path.startsWith("/"))) {
      error("http_content", "Invalid path", "Each path in http_content must start with a slash.");
    }
    oneOf("http_network_protocol", "tcp", Set.of("tcp", "tcp4", "tcp6"));
    return new Web(
        folder,
        new TreeMap<>(contents),
        ports("http_port_min", "http_port_max", 8000, 9000),
        arguments.text("http_bind_address", "127.0.0.1"),
        text("http_interface"));
  }

  private List<List<String>> lists(String name) {
    return NestedTexts.lists(arguments.values().getOrDefault(name, Value.of(false)));
  }

  private ImageTool tool() {
    for (Value each :
        NestedTexts.elements(arguments.values().getOrDefault("qemu_img_args", Value.of(false)))) {
      if (each.unmarked() instanceof Value.ObjectValue(var members)) {
        return new ImageTool(
            NestedTexts.texts(members.getOrDefault("convert", Value.of(false))),
            NestedTexts.texts(members.getOrDefault("create", Value.of(false))),
            NestedTexts.texts(members.getOrDefault("resize", Value.of(false))));
      }
    }
    return new ImageTool(List.of(), List.of(), List.of());
  }
}
