package dev.ingot.bake.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.bake.BuildIdentity;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.value.Value;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The command lines that templates of Packer's builder get. */
final class QemuCommandTest {
  private static final Path WORK = Path.of("/work");

  private final Diagnostics diagnostics = new Diagnostics();

  private QemuSettings settings(String text) {
    BuildIdentity build = new BuildIdentity("qemu.web", "", "qemu", "web", "web", WORK, WORK);
    return new QemuArguments(QemuTexts.arguments(text, diagnostics), build, diagnostics).read(22);
  }

  private static QemuCommand.Run run(boolean installed, List<Path> media) {
    return new QemuCommand.Run(
        "tcg",
        List.of(Path.of("/r/disk")),
        "qcow2",
        installed,
        media,
        Optional.empty(),
        Optional.empty(),
        Optional.of("none"),
        2200,
        new QemuCommand.Hold(Path.of("/s/m"), Path.of("/s/c"), Path.of("/s/v")),
        Map.of("Name", Value.of("vm"), "SSHHostPort", Value.of(2200)));
  }

  private String line(String text, QemuCommand.Run run) {
    String line = String.join(" ", new QemuCommand(settings(text), run).words());
    assertThat(diagnostics.list()).filteredOn(Diagnostic::isError).isEmpty();
    return line;
  }

  @Test
  void anInstallationStartsFromItsMediumOnce() {
    assertThat(
            line(
                """
                iso_url      = "/x.iso"
                iso_checksum = "none"
                """,
                run(false, List.of(Path.of("/m,1.iso")))))
        .isEqualTo(
            "qemu-system-x86_64 -name packer-web -machine type=pc,accel=tcg -m 512M -smp 1"
                + " -boot once=d"
                + " -netdev user,id=user.0,hostfwd=tcp:127.0.0.1:2200-:22"
                + " -display none -vnc unix:/s/v -device virtio-net,netdev=user.0"
                + " -drive file=/r/disk,if=virtio,cache=writeback,discard=ignore,format=qcow2"
                + " -drive file=/m,,1.iso,media=cdrom"
                + " -chardev socket,id=ingot,server=on,wait=off,path=/s/m"
                + " -mon chardev=ingot,mode=control -serial file:/s/c");
  }

  @Test
  void hardwareIsWhatTheTemplateSays() {
    assertThat(
            line(
                """
                disk_image         = true
                iso_url            = "/x.qcow2"
                iso_checksum       = "none"
                vm_name            = "web.qcow2"
                machine_type       = "q35"
                cpus               = 4
                sockets            = 1
                cores              = 2
                memory             = 2048
                cpu_model          = "max"
                vga                = "std"
                disk_interface     = "virtio-scsi"
                disk_cache         = "unsafe"
                disk_discard       = "unmap"
                disk_detect_zeroes = "on"
                net_device         = "e1000"
                vnc_bind_address   = "0.0.0.0"
                vnc_port_min       = 5910
                vnc_port_max       = 5920
                """,
                run(true, List.of())))
        .contains("-name web.qcow2 -machine type=q35,accel=tcg -cpu max -m 2048M")
        .contains("-smp 2,sockets=1,cores=2,threads=1 -boot c")
        .contains("-vga std -display none -vnc 0.0.0.0:10,to=20")
        .contains(
            "-device virtio-scsi-pci,id=scsi0 -device scsi-hd,bus=scsi0.0,drive=drive0"
                + " -device e1000,netdev=user.0")
        .contains(
            "-drive if=none,file=/r/disk,id=drive0,cache=unsafe,discard=unmap,format=qcow2,"
                + "detect-zeroes=on");
  }

  @Test
  void switchesOfTheTemplateReplaceOursOfTheSameName() {
    assertThat(
            line(
                """
                iso_url      = "/x.iso"
                iso_checksum = "none"
                qemuargs = [
                  ["-m", "1024M"],
                  ["--no-acpi", ""],
                  ["-netdev", "user,id=user.0,", "hostfwd=tcp::{{ .SSHHostPort }}-:22", ""],
                  ["-device", "virtio-rng-pci"],
                  ["-device", "usb-ehci"],
                  ["-drive", "file=output-web/{{ .Name }},if=ide"],
                  ["-drive", "file=output-web/packer-web,if=ide"],
                  ["-serial", "stdio"],
                ]
                """,
                run(false, List.of(Path.of("/m.iso")))))
        .contains(" -m 1024M --no-acpi -netdev user,id=user.0,hostfwd=tcp::2200-:22")
        .contains("-device virtio-rng-pci -device usb-ehci -device virtio-net,netdev=user.0")
        .contains(" -drive file=output-web/vm,if=ide -drive file=/r/disk,if=ide")
        .endsWith("-mon chardev=ingot,mode=control")
        .doesNotContain("/m.iso", "512M");
  }

  @Test
  void anUnknownWordAndALowPortAreRefusedWhereTheyStand() {
    QemuSettings _ =
        settings(
            """
            iso_checksum   = "sha256:abc"
            disk_interface = "floppy"
            disk_size      = "40 G"
            vnc_port_min   = 5800
            use_backing_file = true
            format         = "raw"
            boot_command   = ["<wait10x>"]
            vtpm           = true
            cpus           = -1
            """);
    assertThat(diagnostics.list())
        .extracting(Diagnostic::summary)
        .contains(
            "Missing medium",
            "Invalid checksum",
            "Invalid value",
            "Invalid size",
            "Invalid ports",
            "Conflicting arguments",
            "Invalid boot command",
            "Unsupported argument");
  }
}
