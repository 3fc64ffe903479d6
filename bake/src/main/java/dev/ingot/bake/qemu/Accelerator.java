package dev.ingot.bake.qemu;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;

/**
 * How QEMU runs the machine's code.
 *
 * @param name as {@code -machine} takes it
 * @param why it was chosen, for the user
 */
record Accelerator(String name, String why) {
  /** The files that tell what this host has. */
  record Host(Path device, Path processors) {
    static final Host LINUX = new Host(Path.of("/dev/kvm"), Path.of("/proc/cpuinfo"));
  }

  /**
   * KVM only where its device can be opened and the processor has what it needs: there are hosts on
   * which the device opens and the machine then hangs.
   */
  static Accelerator best(Host host) {
    if (!Files.exists(host.device())) {
      return slow("there is no " + host.device());
    }
    try (FileChannel _ =
        FileChannel.open(host.device(), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return hasExtensions(host.processors())
          ? new Accelerator("kvm", "KVM, the processor's virtualization")
          : slow("the processor has neither vmx nor svm");
    } catch (IOException e) {
      return slow(host.device() + " can't be opened by this user (add it to the group kvm)");
    }
  }

  private static Accelerator slow(String reason) {
    return new Accelerator("tcg", "emulation (TCG), which is slow: " + reason);
  }

  private static boolean hasExtensions(Path processors) throws IOException {
    try (Stream<String> lines = Files.lines(processors)) {
      return lines
          .filter(line -> line.startsWith("flags") || line.startsWith("Features"))
          .anyMatch(line -> (line + " ").contains(" vmx ") || (line + " ").contains(" svm "));
    }
  }
}
