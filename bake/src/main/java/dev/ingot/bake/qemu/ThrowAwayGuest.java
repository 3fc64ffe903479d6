package dev.ingot.bake.qemu;

import dev.ingot.bake.BuildIdentity;
import dev.ingot.bake.StepException;
import dev.ingot.bake.journal.Creation;
import dev.ingot.bake.journal.JournalEntry;
import dev.ingot.graph.Cancellation;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A virtual machine of a finished disk image; what it writes is gone when it is closed. */
public final class ThrowAwayGuest implements Closeable {
  private static final QemuSettings.Ports PORTS = new QemuSettings.Ports(20_000, 29_999);
  private static final String PROGRAM = "qemu-system-x86_64";

  private final HeldParts held;
  private final RunningQemu qemu;
  private final int port;
  private final Path pictures;

  private ThrowAwayGuest(HeldParts held, RunningQemu qemu, int port, Path pictures) {
    this.held = held;
    this.qemu = qemu;
    this.port = port;
    this.pictures = pictures;
  }

  /**
   * The files of an image.
   *
   * @param disks the first one with the operating system
   * @param efiVariables those of UEFI; empty for a BIOS
   */
  public record Image(List<Path> disks, Optional<Path> efiVariables) {
    public Image {
      disks = List.copyOf(disks);
    }
  }

  /**
   * Starts one.
   *
   * @param guestPort is reached through {@link #port}
   * @throws StepException when it can't be started on this host; the message says what to do
   */
  public static ThrowAwayGuest start(
      QemuBuilder.Host host, Image image, int guestPort, Cancellation cancellation)
      throws StepException, IOException, InterruptedException {
    HostTools tools = host.tools();
    tools.require(PROGRAM, "qemu-system-x86 (Debian, Ubuntu) or qemu-kvm (Fedora)");
    tools.require("qemu-img", DiskImage.TOOL_PACKAGES);
    HeldParts held = new HeldParts();
    boolean started = false;
    try {
      Path here = Path.of("").toAbsolutePath();
      BuildIdentity build =
          new BuildIdentity("boot-test", "", "qemu", "boot-test", "boot-test", here, here);
      HostPort port =
          held.add(HostPort.find(PORTS, host.store().in("ports"), host.surroundings().random()));
      Path work = held.newFolder(host.store().in("runs"), "", host.journal(), build);
      Path sockets = held.newFolder(Path.of("/tmp"), "ingot-qemu-", host.journal(), build);
      QemuCommand.Hold hold =
          new QemuCommand.Hold(
              sockets.resolve("qmp"), sockets.resolve("console"), sockets.resolve("vnc"));
      List<String> words = new ArrayList<>(List.of(PROGRAM, "-name", "boot-test"));
      words.addAll(
          List.of(
              "-machine",
              "type=pc,accel=" + Accelerator.best(Accelerator.Host.LINUX).name(),
              "-m",
              "1024M",
              "-netdev",
              "user,id=user.0,hostfwd=tcp:127.0.0.1:" + port.number() + "-:" + guestPort,
              "-device",
              "virtio-net,netdev=user.0",
              "-display",
              "none",
              "-vnc",
              "unix:" + hold.screen()));
      disks(image, work, tools, words, cancellation);
      words.addAll(
          List.of(
              "-chardev",
              "socket,id=ingot,server=on,wait=off,path=" + hold.monitor(),
              "-mon",
              "chardev=ingot,mode=control",
              "-serial",
              "file:" + hold.console()));
      JournalEntry entry =
          host.journal().record(build, new Creation.Program("the virtual machine of a boot test"));
      held.add(entry::removed);
      RunningQemu qemu =
          held.add(RunningQemu.start(tools.found(words), hold, here, entry, cancellation));
      started = true;
      return new ThrowAwayGuest(held, qemu, port.number(), host.store().in("pictures"));
    } catch (RunningQemu.EndedAtOnceException e) {
      throw e.failure();
    } finally {
      if (!started) {
        held.close();
      }
    }
  }

  private static void disks(
      Image image, Path work, HostTools tools, List<String> words, Cancellation cancellation)
      throws StepException, IOException, InterruptedException {
    for (int i = 0; i < image.disks().size(); i++) {
      DiskImage below = DiskImage.of(image.disks().get(i), tools, cancellation);
      Path disk = work.resolve("disk-" + i + ".qcow2");
      List<String> _ =
          tools.run(
              List.of(
                  "qemu-img",
                  "create",
                  "-q",
                  "-f",
                  "qcow2",
                  "-b",
                  below.file().toString(),
                  "-F",
                  below.format(),
                  disk.toString()),
              cancellation);
      words.addAll(
          List.of(
              "-drive",
              "file="
                  + disk.toString().replace(",", ",,")
                  + ",if=virtio,cache=unsafe,format=qcow2"));
    }
    if (image.efiVariables().isPresent()) {
      Path variables = work.resolve("efivars.fd");
      Path _ = Files.copy(image.efiVariables().get(), variables);
      words.addAll(
          List.of(
              "-drive",
              "file=/usr/share/OVMF/OVMF_CODE.fd,if=pflash,unit=0,format=raw,readonly=on",
              "-drive",
              "file=" + variables.toString().replace(",", ",,") + ",if=pflash,unit=1,format=raw"));
    }
  }

  /** The port of this host by which the machine is reached. */
  public int port() {
    return port;
  }

  /** Whether it runs. */
  public boolean isAlive() {
    return qemu.isAlive();
  }

  /** Whether the machine itself takes a connection at its port. */
  public boolean accepts(Duration timeout, Cancellation cancellation) throws InterruptedException {
    return qemu.accepts(port, timeout, cancellation);
  }

  /** The last lines of its serial console, and of QEMU itself. */
  public List<String> lastLines() {
    List<String> lines = new ArrayList<>(qemu.console());
    lines.addAll(qemu.printed());
    return lines;
  }

  /** A picture of its screen, kept in a file. */
  public Optional<Path> picture() {
    return qemu.picture(pictures, "boot-test");
  }

  @Override
  public void close() throws IOException {
    held.close();
  }
}
