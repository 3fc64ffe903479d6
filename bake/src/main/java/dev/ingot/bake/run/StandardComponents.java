package dev.ingot.bake.run;

import dev.ingot.bake.Builder;
import dev.ingot.bake.Components;
import dev.ingot.bake.data.HttpData;
import dev.ingot.bake.data.ImageData;
import dev.ingot.bake.data.NullData;
import dev.ingot.bake.docker.DockerBuilder;
import dev.ingot.bake.docker.DockerImport;
import dev.ingot.bake.docker.DockerPush;
import dev.ingot.bake.docker.DockerSave;
import dev.ingot.bake.docker.DockerTag;
import dev.ingot.bake.docker.EngineContainers;
import dev.ingot.bake.journal.BakeJournal;
import dev.ingot.bake.journal.KilledBakes;
import dev.ingot.bake.post.Artifice;
import dev.ingot.bake.post.ChecksumFile;
import dev.ingot.bake.post.Compress;
import dev.ingot.bake.post.ManifestFile;
import dev.ingot.bake.post.OciPush;
import dev.ingot.bake.post.ShellLocalPost;
import dev.ingot.bake.process.TiedPrograms;
import dev.ingot.bake.provision.Ansible;
import dev.ingot.bake.provision.AnsibleLocal;
import dev.ingot.bake.provision.Breakpoint;
import dev.ingot.bake.provision.FileCopy;
import dev.ingot.bake.provision.PowerShell;
import dev.ingot.bake.provision.Shell;
import dev.ingot.bake.provision.ShellLocal;
import dev.ingot.bake.provision.Sleep;
import dev.ingot.bake.provision.WindowsRestart;
import dev.ingot.bake.provision.WindowsShell;
import dev.ingot.bake.qemu.DiskConvert;
import dev.ingot.bake.qemu.QemuBuilder;
import dev.ingot.bake.source.FileBuilder;
import dev.ingot.bake.source.NullBuilder;
import dev.ingot.bake.ssh.SshConnector;
import dev.ingot.bake.winrm.WinRmConnector;
import dev.ingot.http.client.Surroundings;
import dev.ingot.registry.Registry;
import dev.ingot.registry.distribution.RegistryAccess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The components that come with Ingot. */
public final class StandardComponents {
  private static final Duration REQUEST_TIMEOUT = Duration.ofMinutes(1);

  private StandardComponents() {}

  /**
   * The components that come with Ingot, and these builders.
   *
   * @param surroundings what fetching data and reaching machines needs of the world
   * @param registry the images of this host
   * @param journal of what bakes create
   * @param cache the folder in which builders keep what saves work; may be deleted while nothing
   *     bakes
   */
  public static Components with(
      List<Builder> builders,
      Surroundings surroundings,
      Registry registry,
      BakeJournal journal,
      Path cache) {
    Map<String, String> environment = surroundings.environment();
    Optional<Path> agent =
        Optional.ofNullable(environment.get("SSH_AUTH_SOCK"))
            .filter(socket -> !socket.isEmpty())
            .map(Path::of);
    List<Builder> all = new ArrayList<>(builders);
    all.add(new DockerBuilder(environment, journal, surroundings.clock()));
    all.add(new FileBuilder());
    SshConnector connector = new SshConnector(surroundings.clock(), agent);
    WinRmConnector windows = new WinRmConnector(surroundings.clock(), surroundings.random());
    all.add(new NullBuilder(connector, windows, environment));
    all.add(new QemuBuilder(virtualMachines(surroundings, journal, cache)));
    return Components.of(
        all,
        List.of(
            new Shell(),
            new ShellLocal(),
            new FileCopy(),
            new PowerShell(),
            new WindowsShell(),
            new WindowsRestart(),
            new Breakpoint(),
            new Ansible(),
            new AnsibleLocal(),
            new Sleep()),
        List.of(
            new ManifestFile(),
            new ShellLocalPost(),
            new ChecksumFile(),
            new Artifice(),
            new Compress(),
            new DiskConvert(environment),
            new OciPush(registry.store(), RegistryAccess.of(surroundings)),
            new DockerTag(environment),
            new DockerPush(environment),
            new DockerSave(environment),
            new DockerImport(environment)),
        List.of(
            new NullData(), new HttpData(surroundings, REQUEST_TIMEOUT), new ImageData(registry)));
  }

  /** What virtual machines need of this host. */
  public static QemuBuilder.Host virtualMachines(
      Surroundings surroundings, BakeJournal journal, Path cache) {
    Optional<Path> agent =
        Optional.ofNullable(surroundings.environment().get("SSH_AUTH_SOCK"))
            .filter(socket -> !socket.isEmpty())
            .map(Path::of);
    return new QemuBuilder.Host(
        new SshConnector(surroundings.clock(), agent),
        new WinRmConnector(surroundings.clock(), surroundings.random()),
        surroundings,
        journal,
        new TiedPrograms(),
        cache.resolve("qemu"));
  }

  /**
   * Removes what killed bakes left.
   *
   * @param journal the folder of the journal
   */
  public static KilledBakes killedBakes(Path journal) {
    return new KilledBakes(journal, new EngineContainers());
  }
}
