package dev.ingot.bake.qemu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** A folder of programs that stand for QEMU's. */
public final class FakeHost {
  private final Path folder;

  private FakeHost(Path folder) {
    this.folder = folder;
  }

  /** With both programs. */
  public static FakeHost in(Path folder) throws IOException {
    Files.createDirectories(folder);
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    program(
        folder.resolve("qemu-system-x86_64"),
        "exec '%s' -XX:TieredStopAtLevel=1 -cp '%s' %s '%s' \"$@\"\n"
            .formatted(
                java, System.getProperty("java.class.path"), FakeQemu.class.getName(), folder));
    program(
        folder.resolve("qemu-img"),
        """
        echo "img $*" >>'%s/calls'
        command=$1
        base=
        for word; do
          [ "$before" = -b ] && base=$word
          case $word in /*) last=$word ;; esac
          before=$word
        done
        case $command in
          info) echo '{"format": "qcow2", "virtual-size": 1048576}' ;;
          create) echo "over $base" >"$last" ;;
          convert)
            for word; do source=$target; target=$word; done
            cat "$source" >"$target"
            echo finished >>"$target" ;;
        esac
        """
            .formatted(folder));
    return new FakeHost(folder);
  }

  private static void program(Path file, String text) throws IOException {
    Files.writeString(file, "#!/bin/sh\n" + text);
    Path _ = Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** Machines reach this SSH server. */
  public void reach(int port) throws IOException {
    Files.writeString(folder.resolve("ssh"), Integer.toString(port));
  }

  /** QEMU behaves in another way from here on: {@code broken} or {@code deaf}. */
  public void behave(String how) throws IOException {
    Files.writeString(folder.resolve(how), "");
  }

  /** The value of PATH. */
  public String path() {
    return folder + ":/usr/bin:/bin";
  }

  /** What its programs were told. */
  public List<String> calls() throws IOException {
    Path calls = folder.resolve("calls");
    return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
  }
}
