package dev.ingot.bake.qemu;

import dev.ingot.bake.gotext.GoText;
import dev.ingot.bake.qemu.QemuSettings.Disks;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The command line of QEMU for one machine: the switches that the settings imply, each of which
 * {@code qemuargs} can replace, and those by which Ingot keeps hold of the machine. Rules: the
 * documentation of Packer's plugin QEMU.
 */
record QemuCommand(QemuSettings settings, Run run) {
  /**
   * What isn't known before the machine is started.
   *
   * @param accelerator for {@code -machine}
   * @param disks their files; the first one has the operating system
   * @param format of the disks' files
   * @param installed whether the first disk can be booted
   * @param media images of CDs
   * @param display the value of {@code -display}; empty for none of ours
   * @param hostPort is forwarded to the communicator's port; 0 for none
   * @param data what templates in {@code qemuargs} ask for
   */
  record Run(
      String accelerator,
      List<Path> disks,
      String format,
      boolean installed,
      List<Path> media,
      Optional<Path> floppy,
      Optional<Path> efiVariables,
      Optional<String> display,
      int hostPort,
      Hold hold,
      Map<String, Value> data) {
    Run {
      disks = List.copyOf(disks);
      media = List.copyOf(media);
      data = Map.copyOf(data);
    }
  }

  /** The sockets and files by which a running machine is held. */
  record Hold(Path monitor, Path console, Path screen) {}

  /** Program and arguments. */
  List<String> words() {
    Map<String, List<String>> switches = new LinkedHashMap<>();
    List<String> devices = new ArrayList<>();
    List<String> drives = new ArrayList<>();
    attach(devices, drives);
    usual(switches);
    switches.put("-device", devices);
    switches.put("-drive", drives);
    Map<String, List<String>> given = given();
    switches.keySet().removeAll(given.keySet());
    switches.putAll(given);
    keepNetwork(switches);
    List<String> words = new ArrayList<>(List.of(settings.binary()));
    switches.forEach(
        (name, values) -> {
          if (values.isEmpty()) {
            if (given.containsKey(name)) {
              words.add(name);
            }
          } else {
            values.forEach(value -> Collections.addAll(words, name, value));
          }
        });
    hold(words, given);
    return words;
  }

  private void usual(Map<String, List<String>> switches) {
    QemuSettings.Hardware hardware = settings.hardware();
    put(switches, "-name", escaped(settings.name()));
    put(
        switches,
        "-machine",
        "type="
            + hardware.machine()
            + (run.accelerator().equals("none") ? "" : ",accel=" + run.accelerator()));
    hardware.processor().ifPresent(model -> put(switches, "-cpu", model));
    put(switches, "-m", hardware.memory() + "M");
    put(switches, "-smp", hardware.processors());
    if (settings.firmware().efi().isEmpty()) {
      put(switches, "-boot", run.installed() ? "c" : "once=d");
    }
    if (!settings.firmware().flash()) {
      settings.firmware().file().ifPresent(file -> put(switches, "-bios", file));
    }
    put(switches, "-netdev", network());
    hardware.graphics().ifPresent(card -> put(switches, "-vga", card));
    run.display().ifPresent(display -> put(switches, "-display", display));
    run.floppy().ifPresent(file -> put(switches, "-fda", file.toString()));
    put(switches, "-vnc", screen());
  }

  private static void put(Map<String, List<String>> switches, String name, String value) {
    switches.put(name, List.of(value));
  }

  private String network() {
    if (settings.network().bridge().isPresent()) {
      return "bridge,id=user.0,br=" + escaped(settings.network().bridge().get());
    }
    return "user,id=user.0"
        + (run.hostPort() == 0
            ? ""
            : ",hostfwd=tcp:127.0.0.1:" + run.hostPort() + "-:" + settings.network().guestPort());
  }

  /** QEMU itself looks for a free port, so that nobody can take it in between. */
  private String screen() {
    return settings
        .console()
        .tcp()
        .map(
            tcp ->
                tcp.address()
                    + ":"
                    + (tcp.ports().least() - 5900)
                    + ",to="
                    + (tcp.ports().most() - 5900)
                    + (tcp.password().isPresent() ? ",password=on" : ""))
        .orElse("unix:" + escaped(run.hold().screen().toString()));
  }

  private void attach(List<String> devices, List<String> drives) {
    boolean scsi =
        settings.disks().bus().equals("virtio-scsi")
            || settings.medium().bus().filter(each -> each.equals("virtio-scsi")).isPresent();
    if (scsi) {
      devices.add("virtio-scsi-pci,id=scsi0");
    }
    if (settings.disks().bus().equals("sata")) {
      devices.add("ich9-ahci,id=ahci0");
    }
    for (int i = 0; i < run.disks().size(); i++) {
      disk(run.disks().get(i), i, devices, drives);
    }
    devices.add(settings.network().device() + ",netdev=user.0");
    for (int i = 0; i < run.media().size(); i++) {
      medium(run.media().get(i), i, devices, drives);
    }
    if (settings.firmware().flash()) {
      settings
          .firmware()
          .file()
          .ifPresent(
              file -> drives.add("file=" + escaped(file) + ",if=pflash,format=raw,readonly=on"));
    }
    if (settings.firmware().efi().isPresent() && run.efiVariables().isPresent()) {
      drives.add(
          "file="
              + escaped(settings.firmware().efi().get().code().toString())
              + ",if=pflash,unit=0,format=raw,readonly=on");
      drives.add(
          "file=" + escaped(run.efiVariables().get().toString()) + ",if=pflash,unit=1,format=raw");
    }
  }

  private void disk(Path file, int number, List<String> devices, List<String> drives) {
    Disks disks = settings.disks();
    String source =
        switch (disks.bus()) {
          case "virtio-scsi" -> {
            devices.add("scsi-hd,bus=scsi0.0,drive=drive" + number);
            yield "if=none,file=" + escaped(file.toString()) + ",id=drive" + number;
          }
          case "sata" -> {
            devices.add("ide-hd,bus=ahci0." + number + ",drive=drive" + number);
            yield "if=none,file=" + escaped(file.toString()) + ",id=drive" + number;
          }
          default -> "file=" + escaped(file.toString()) + ",if=" + disks.bus();
        };
    drives.add(
        source
            + ",cache="
            + disks.cache()
            + ",discard="
            + disks.discard()
            + ",format="
            + run.format()
            + (disks.zeroes().equals("off") ? "" : ",detect-zeroes=" + disks.zeroes()));
  }

  private void medium(Path file, int number, List<String> devices, List<String> drives) {
    String source = "file=" + escaped(file.toString());
    String bus = settings.medium().bus().orElse("");
    switch (bus) {
      case "" -> drives.add(source + ",media=cdrom");
      case "virtio-scsi" -> {
        drives.add(source + ",if=none,id=cdrom" + number + ",media=cdrom");
        devices.add("scsi-cd,bus=scsi0.0,drive=cdrom" + number);
      }
      default ->
          drives.add(
              source + ",if=" + bus + ",index=" + number + ",id=cdrom" + number + ",media=cdrom");
    }
  }

  /** Each switch with all values that it is given; texts after the first are one value. */
  private Map<String, List<String>> given() {
    GoText text = new GoText((_, _) -> Optional.empty(), Optional.of(Values.object(run.data())));
    Map<String, List<String>> given = new LinkedHashMap<>();
    for (List<String> words : settings.arguments()) {
      if (words.isEmpty() || words.getFirst().isEmpty()) {
        continue;
      }
      List<String> values =
          given.computeIfAbsent(text.render(words.getFirst()), _ -> new ArrayList<>());
      StringBuilder value = new StringBuilder();
      words.stream().skip(1).map(text::render).forEach(value::append);
      if (!value.isEmpty()) {
        values.add(inPlace(value.toString()));
      }
    }
    return given;
  }

  /** The disk isn't in the output folder before it is finished. */
  private String inPlace(String value) {
    if (run.disks().isEmpty()) {
      return value;
    }
    String disk = escaped(run.disks().getFirst().toString());
    String placed =
        value
            .replace(settings.output().resolve(settings.name()).toString(), disk)
            .replace(settings.writtenOutput() + "/" + settings.name(), disk);
    return placed.equals(value) ? value : placed.replace("format=raw", "format=" + run.format());
  }

  /** Devices of their own make templates forget the one that the communicator needs. */
  private void keepNetwork(Map<String, List<String>> switches) {
    List<String> devices = switches.getOrDefault("-device", List.of());
    String device = settings.network().device();
    if (devices.stream().noneMatch(each -> each.contains(device))) {
      List<String> all = new ArrayList<>(devices);
      all.add(device + ",netdev=user.0");
      switches.put("-device", all);
    }
  }

  private void hold(List<String> words, Map<String, List<String>> given) {
    Collections.addAll(
        words,
        "-chardev",
        "socket,id=ingot,server=on,wait=off,path=" + escaped(run.hold().monitor().toString()),
        "-mon",
        "chardev=ingot,mode=control");
    if (!given.containsKey("-serial") && !given.containsKey("-nographic")) {
      Collections.addAll(words, "-serial", "file:" + run.hold().console());
    }
  }

  /** QEMU takes a comma for the end of a value, two for a comma. */
  private static String escaped(String value) {
    return value.replace(",", ",,");
  }
}
