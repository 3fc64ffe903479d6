package dev.ingot.bake.qemu;

import dev.ingot.bake.Arguments;
import dev.ingot.bake.BuildIdentity;
import dev.ingot.bake.Builder;
import dev.ingot.bake.HostPrograms;
import dev.ingot.bake.Source;
import dev.ingot.bake.journal.BakeJournal;
import dev.ingot.bake.ssh.SshArguments;
import dev.ingot.bake.ssh.SshConnector;
import dev.ingot.bake.winrm.WinRmArguments;
import dev.ingot.bake.winrm.WinRmConnector;
import dev.ingot.http.client.Surroundings;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.schema.Schema;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Bakes disk images in virtual machines of QEMU. Rules: the documentation of Packer's plugin QEMU.
 *
 * @param host what machines need of this host
 */
public record QemuBuilder(Host host) implements Builder {
  /**
   * What machines need of this host.
   *
   * @param cache the folder of their media and disks; may be deleted while nothing bakes
   */
  public record Host(
      SshConnector connector,
      WinRmConnector windows,
      Surroundings surroundings,
      BakeJournal journal,
      HostPrograms programs,
      Path cache) {
    HostTools tools() {
      return new HostTools(programs, surroundings.environment());
    }

    DiskStore store() {
      return new DiskStore(cache.toAbsolutePath(), surroundings.clock());
    }
  }

  @Override
  public String type() {
    return "qemu";
  }

  @Override
  public Schema schema() {
    return QemuSchema.schema();
  }

  @Override
  public Source prepare(Arguments arguments, BuildIdentity build, Diagnostics diagnostics) {
    String communicator = arguments.text("communicator", "ssh");
    Optional<MachineLogin.Way> way =
        switch (communicator) {
          case "ssh" ->
              Optional.of(
                  new MachineLogin.Way.Ssh(
                      new SshArguments(host.surroundings().environment())
                          .read(arguments, build, diagnostics)));
          case "winrm" ->
              Optional.of(
                  new MachineLogin.Way.WinRm(
                      WinRmArguments.read(
                          arguments,
                          arguments
                              .duration("pause_before_connecting", diagnostics)
                              .orElse(Duration.ZERO),
                          diagnostics)));
          case "none" -> Optional.empty();
          default -> {
            diagnostics.error(
                "Unsupported communicator",
                "communicator must be \"ssh\", \"winrm\" or \"none\".",
                arguments.place("communicator"));
            yield Optional.empty();
          }
        };
    QemuSettings settings =
        new QemuArguments(arguments, build, diagnostics)
            .read(way.map(MachineLogin.Way::port).orElse(0));
    return new QemuSource(host, build, arguments, settings, way);
  }
}
