package dev.ingot.bake.qemu;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * What a source of type {@code qemu} says, with defaults filled in. Names and defaults: the
 * documentation of Packer's plugin QEMU.
 *
 * @param name of the image's file, and what templates call {@code Name}
 * @param output the folder of the finished image, absolute
 * @param writtenOutput the same as the template has it
 * @param arguments switches over those made from the settings, in their order
 */
record QemuSettings(
    String binary,
    String name,
    Path output,
    String writtenOutput,
    Hardware hardware,
    Disks disks,
    Medium medium,
    Extra cd,
    Extra floppy,
    Network network,
    Console console,
    Boot boot,
    Firmware firmware,
    Web web,
    Shutdown shutdown,
    List<List<String>> arguments,
    ImageTool tool) {
  QemuSettings {
    arguments = arguments.stream().map(List::copyOf).toList();
  }

  /**
   * The virtual hardware.
   *
   * @param accelerator empty where the best one is to be found
   * @param memory in MiB
   * @param processors the value of {@code -smp}
   */
  record Hardware(
      String accelerator,
      String machine,
      Optional<String> processor,
      long memory,
      String processors,
      Optional<String> graphics) {}

  /**
   * The disks.
   *
   * @param fromImage whether the first one begins as a copy of the medium
   * @param size with a unit
   * @param more sizes of the additional ones
   * @param backed whether the finished image keeps the medium as its backing file
   */
  record Disks(
      boolean fromImage,
      String size,
      List<String> more,
      String bus,
      String cache,
      String discard,
      String zeroes,
      Format format,
      boolean compressed,
      boolean backed,
      boolean resized) {
    Disks {
      more = List.copyOf(more);
    }
  }

  /** The format of a finished image. */
  enum Format {
    QCOW2("qcow2"),
    RAW("raw");

    private final String text;

    Format(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /**
   * The installation medium or the image to start from.
   *
   * @param locations tried in this order; empty where the kernel is started directly
   * @param target where a download is kept; empty for the cache
   * @param bus of the drive with the medium; empty for the machine's usual one
   */
  record Medium(
      List<String> locations,
      Checksum checksum,
      Optional<Path> target,
      String extension,
      Optional<String> bus) {
    Medium {
      locations = List.copyOf(locations);
    }
  }

  /**
   * Files for a disk that is made for the machine.
   *
   * @param files patterns of files and folders of this host
   * @param folders patterns of folders of a floppy, which keep their structure
   * @param contents by their paths
   */
  record Extra(
      List<String> files, List<String> folders, SortedMap<String, String> contents, String label) {
    Extra {
      files = List.copyOf(files);
      folders = List.copyOf(folders);
    }

    boolean isEmpty() {
      return files.isEmpty() && folders.isEmpty() && contents.isEmpty();
    }
  }

  /**
   * The network.
   *
   * @param bridge of this host, in place of a network of its own
   * @param guestPort of the communicator; empty without one
   * @param fixedPort whether the port of this host is that of the guest
   */
  record Network(
      String device, Optional<String> bridge, Ports ports, int guestPort, boolean fixedPort) {
    boolean isReached() {
      return guestPort > 0;
    }
  }

  /** Ports of this host, both inclusive. */
  record Ports(int least, int most) {}

  /**
   * What shows the machine's screen.
   *
   * @param tcp the address of a VNC server; empty for a socket that only this user can open
   */
  record Console(
      boolean headless, Optional<String> display, boolean usualDisplay, Optional<Tcp> tcp) {}

  /**
   * A VNC server that others can reach.
   *
   * @param password never shown
   */
  record Tcp(String address, Ports ports, Optional<String> password) {
    @Override
    public String toString() {
      return address + " " + ports;
    }
  }

  /**
   * What is typed when the machine starts.
   *
   * @param before the pause before the first key
   * @param key between keys
   * @param group after each part of the command
   */
  record Boot(List<String> command, Duration before, Duration key, Duration group) {
    Boot {
      command = List.copyOf(command);
    }
  }

  /**
   * The firmware.
   *
   * @param file in place of the machine's own
   */
  record Firmware(Optional<String> file, boolean flash, Optional<Efi> efi) {}

  /**
   * UEFI.
   *
   * @param dropped whether the finished image is without its variables
   */
  record Efi(Path code, Path variables, boolean dropped) {}

  /** The HTTP server for the machine. */
  record Web(
      Optional<Path> folder,
      SortedMap<String, String> contents,
      Ports ports,
      String address,
      Optional<String> device) {
    boolean isWanted() {
      return folder.isPresent() || !contents.isEmpty();
    }
  }

  /**
   * The end of the machine.
   *
   * @param command empty for the power button
   */
  record Shutdown(Optional<String> command, Duration timeout) {}

  /** Arguments more for the commands of qemu-img. */
  record ImageTool(List<String> convert, List<String> create, List<String> resize) {
    ImageTool {
      convert = List.copyOf(convert);
      create = List.copyOf(create);
      resize = List.copyOf(resize);
    }
  }
}
