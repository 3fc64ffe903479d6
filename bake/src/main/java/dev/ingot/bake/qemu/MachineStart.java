package dev.ingot.bake.qemu;

import dev.ingot.bake.Arguments;
import dev.ingot.bake.BuildIdentity;
import dev.ingot.bake.Communicator;
import dev.ingot.bake.NoCommunicator;
import dev.ingot.bake.Source;
import dev.ingot.bake.StepException;
import dev.ingot.bake.gotext.GoText;
import dev.ingot.bake.journal.Creation;
import dev.ingot.bake.journal.JournalEntry;
import dev.ingot.bake.qemu.DiskStore.Disks;
import dev.ingot.bake.ssh.TemporaryKey;
import dev.ingot.graph.Cancellation;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Starts a machine: its disks, its network, QEMU itself, what is typed, the connection to it. After
 * a failure nothing of it is left.
 */
record MachineStart(
    QemuBuilder.Host host,
    BuildIdentity build,
    QemuSettings settings,
    Optional<MachineLogin.Way> way,
    Arguments arguments,
    QemuSource.Start known,
    Source.Progress progress,
    Cancellation cancellation) {
  private static final int TRIES = 5;
  private static final Set<String> NETWORK = Set.of("-netdev", "-net", "-nic");

  /**
   * Starts it.
   *
   * @param from kept disks; empty for an installation
   */
  QemuMachine start(Optional<Disks> from) throws StepException, IOException, InterruptedException {
    for (int tries = 1; ; tries++) {
      HeldParts held = new HeldParts();
      boolean started = false;
      Optional<HostPort> port = Optional.empty();
      try {
        if (way.isPresent() && settings.network().bridge().isEmpty()) {
          port = port();
          port.ifPresent(each -> held.add(each));
        }
        QemuMachine machine = start(from, port.map(HostPort::number), held);
        started = true;
        return machine;
      } catch (RunningQemu.EndedAtOnceException e) {
        // Another program was faster with the port: that is no failure of the template.
        boolean taken = port.isPresent() && !HostPort.isFree(port.get().number());
        if (!taken || tries == TRIES) {
          throw e.failure();
        }
      } finally {
        if (!started) {
          held.close();
        }
      }
    }
  }

  private Optional<HostPort> port() throws StepException, IOException {
    return settings.network().fixedPort()
        ? Optional.empty()
        : Optional.of(
            HostPort.find(
                settings.network().ports(),
                host.store().in("ports"),
                host.surroundings().random()));
  }

  private QemuMachine start(Optional<Disks> from, Optional<Integer> port, HeldParts held)
      throws RunningQemu.EndedAtOnceException, StepException, IOException, InterruptedException {
    Accelerator accelerator = accelerator();
    Optional<MachineLogin> login =
        way.isPresent() ? Optional.of(MachineLogin.of(way.get(), port, key())) : Optional.empty();
    Map<String, Value> web = new TreeMap<>();
    if (settings.web().isWanted()) {
      InetAddress address = FileServer.address(settings);
      FileServer server = FileServer.start(settings.web(), address, host.surroundings().random());
      held.add(server::close);
      web.put("HTTPIP", Value.of(FileServer.seenByGuest(settings, address)));
      web.put("HTTPPort", Value.of(server.port()));
    } else {
      web.put("HTTPIP", Value.of(""));
      web.put("HTTPPort", Value.of(""));
    }
    Path work = held.newFolder(host.store().in("runs"), "", host.journal(), build);
    Path sockets = held.newFolder(Path.of("/tmp"), "ingot-qemu-", host.journal(), build);
    Optional<Path> efi = efiVariables(from, work);
    Optional<Path> base =
        settings.disks().fromImage()
            ? known.medium().map(MediumFile.Found::file)
            : Optional.empty();
    DiskChain chain =
        DiskChain.fresh(
            new DiskChain.Site(host.store(), host.journal(), build),
            1 + settings.disks().more().size(),
            from,
            base);
    boolean done = false;
    try {
      new NewDisks(settings, host.tools(), cancellation)
          .make(chain, known.medium().filter(_ -> settings.disks().fromImage()));
      QemuCommand command =
          new QemuCommand(
              settings,
              new QemuCommand.Run(
                  accelerator.name(),
                  files(chain),
                  "qcow2",
                  from.isPresent() || settings.disks().fromImage(),
                  media(work),
                  floppy(work),
                  efi,
                  display(),
                  port.orElse(settings.network().fixedPort() ? settings.network().guestPort() : 0),
                  new QemuCommand.Hold(
                      sockets.resolve("qmp"), sockets.resolve("console"), sockets.resolve("vnc")),
                  data(web, port)));
      JournalEntry entry =
          host.journal()
              .record(build, new Creation.Program("the virtual machine " + settings.name()));
      held.add(entry::removed);
      progress.note("starting " + settings.name() + " with " + accelerator.why());
      RunningQemu qemu =
          held.add(
              RunningQemu.start(
                  host.tools().found(command.words()),
                  command.run().hold(),
                  build.resolve("").toAbsolutePath(),
                  entry,
                  cancellation));
      QemuMachine machine = reach(qemu, login, web, efi, chain, from.isEmpty(), held);
      done = true;
      return machine;
    } finally {
      if (!done) {
        held.close();
        chain.discard();
      }
    }
  }

  private List<Path> files(DiskChain chain) {
    List<Path> files = new ArrayList<>();
    for (int i = 0; i < chain.count(); i++) {
      files.add(chain.disk(i));
    }
    return files;
  }

  private Accelerator accelerator() throws StepException {
    String wanted = settings.hardware().accelerator();
    Accelerator best = Accelerator.best(Accelerator.Host.LINUX);
    if (wanted.isEmpty()) {
      return best;
    }
    if (wanted.equals("kvm") && !best.name().equals("kvm")) {
      throw new StepException(
          "accelerator = \"kvm\" can't be used on this host; it would have "
              + best.why()
              + ". Remove the argument to use what the host has.");
    }
    return new Accelerator(wanted, wanted);
  }

  /** The key of a build's machines: one that is resumed knows it from before. */
  private MachineLogin.KeyMaker key() {
    return () ->
        TemporaryKey.at(
            host.store().in("keys").resolve(known.key().text()),
            arguments.text("temporary_key_pair_type", "rsa"),
            (int) arguments.number("temporary_key_pair_bits").orElse(0),
            "ingot");
  }

  private Optional<Path> efiVariables(Optional<Disks> from, Path work)
      throws StepException, IOException {
    if (settings.firmware().efi().isEmpty()) {
      return Optional.empty();
    }
    QemuSettings.Efi efi = settings.firmware().efi().get();
    for (Path file : List.of(efi.code(), efi.variables())) {
      if (!Files.isRegularFile(file)) {
        throw new StepException(
            "The UEFI firmware "
                + file
                + " isn't there. Install ovmf (Debian, Ubuntu) or edk2-ovmf (Fedora), or set"
                + " efi_firmware_code and efi_firmware_vars.");
      }
    }
    Path kept = from.map(Disks::efiVariables).filter(Files::isRegularFile).orElse(efi.variables());
    return Optional.of(Files.copy(kept, work.resolve("efivars.fd")));
  }

  private List<Path> media(Path work) throws StepException, IOException, InterruptedException {
    List<Path> media = new ArrayList<>();
    if (!settings.disks().fromImage()) {
      known.medium().ifPresent(found -> media.add(found.file()));
    }
    if (!settings.cd().isEmpty()) {
      Path image = work.resolve("files.iso");
      new ExtraDisk(settings.cd(), build, host.tools())
          .makeCd(image, work.resolve("cd"), cancellation);
      media.add(image);
    }
    return media;
  }

  private Optional<Path> floppy(Path work) throws StepException, IOException, InterruptedException {
    if (settings.floppy().isEmpty()) {
      return Optional.empty();
    }
    Path image = work.resolve("floppy.img");
    new ExtraDisk(settings.floppy(), build, host.tools())
        .makeFloppy(image, work.resolve("floppy"), cancellation);
    return Optional.of(image);
  }

  private Optional<String> display() {
    QemuSettings.Console console = settings.console();
    Map<String, String> environment = host.surroundings().environment();
    boolean seen =
        !environment.getOrDefault("DISPLAY", "").isEmpty()
            || !environment.getOrDefault("WAYLAND_DISPLAY", "").isEmpty();
    if (console.headless()) {
      return Optional.of("none");
    }
    if (console.display().isPresent()) {
      return console.display();
    }
    if (!seen) {
      return Optional.of("none");
    }
    return console.usualDisplay() ? Optional.empty() : Optional.of("gtk");
  }

  private Map<String, Value> data(Map<String, Value> web, Optional<Integer> port) {
    Map<String, Value> data = new TreeMap<>(web);
    data.put("HTTPDir", Value.of(settings.web().folder().map(Path::toString).orElse("")));
    data.put("OutputDir", Value.of(settings.writtenOutput()));
    data.put("Name", Value.of(settings.name()));
    data.put("SSHHostPort", Value.of(port.orElse(settings.network().guestPort())));
    return data;
  }

  private QemuMachine reach(
      RunningQemu qemu,
      Optional<MachineLogin> login,
      Map<String, Value> web,
      Optional<Path> efi,
      DiskChain chain,
      boolean fresh,
      HeldParts held)
      throws StepException, IOException, InterruptedException {
    Path pictures = host.store().in("pictures");
    Cancellation either = new Cancellation();
    held.add(cancellation.onCancel(either::cancel)::close);
    held.add(qemu.ended().onCancel(either::cancel)::close);
    try {
      showScreen(qemu);
      if (fresh) {
        type(qemu, login, web, either);
      }
      Communicator communicator =
          login.isPresent()
              ? new MachineConnection(host, settings, progress, either)
                  .open(qemu, login.get().way(), own(), held)
              : new NoCommunicator("the machine has no communicator (communicator = \"none\")");
      QemuMachine machine =
          new QemuMachine(
              settings,
              new QemuMachine.Parts(
                  qemu,
                  communicator,
                  login.isPresent(),
                  MachineLogin.values(login, web),
                  efi,
                  pictures,
                  held),
              chain,
              progress,
              cancellation);
      if (fresh && login.isPresent()) {
        Optional<Disks> first = machine.keep();
        if (first.isPresent()) {
          host.store().setOrigin(known.key(), first.get());
        }
      }
      return machine;
    } catch (StepException e) {
      throw QemuMachine.failed(String.valueOf(e.getMessage()), qemu, pictures, settings.name());
    } catch (IOException | InterruptedException e) {
      if (!qemu.isAlive() && !cancellation.isCancelled()) {
        boolean _ = Thread.interrupted();
        throw QemuMachine.failed(
            "The machine ended before it could be reached.", qemu, pictures, settings.name());
      }
      throw e;
    }
  }

  /** Whether the network is QEMU's own with the port forwarded as here, so that it can be asked. */
  private boolean own() {
    return settings.network().bridge().isEmpty()
        && !arguments.has("ssh_host")
        && !arguments.has("winrm_host")
        && settings.arguments().stream()
            .noneMatch(words -> !words.isEmpty() && NETWORK.contains(words.getFirst()));
  }

  private void showScreen(RunningQemu qemu) throws IOException, InterruptedException {
    if (settings.console().tcp().isPresent()) {
      Optional<String> password = settings.console().tcp().get().password();
      if (password.isPresent()) {
        qemu.monitor()
            .run(
                "set_password",
                out -> out.text("protocol", "vnc").text("password", password.get()));
      }
      qemu.monitor()
          .screen()
          .ifPresent(
              screen ->
                  progress.note(
                      "its screen is at vnc://" + screen.host() + ":" + screen.service()));
    }
  }

  private void type(
      RunningQemu qemu, Optional<MachineLogin> login, Map<String, Value> web, Cancellation either)
      throws StepException, IOException, InterruptedException {
    QemuSettings.Boot boot = settings.boot();
    if (boot.command().isEmpty()) {
      return;
    }
    if (boot.before().isPositive()) {
      progress.note("waiting " + boot.before().toSeconds() + " s before typing (boot_wait)");
      if (either.await(boot.before())) {
        throw new InterruptedException();
      }
    }
    Map<String, Value> data = new TreeMap<>(web);
    data.put("Name", Value.of(settings.name()));
    data.put("SSHPublicKey", Value.of(login.map(MachineLogin::publicKey).orElse("")));
    GoText text = new GoText((_, _) -> Optional.empty(), Optional.of(Values.object(data)));
    Monitor.Screen screen =
        qemu.monitor()
            .screen()
            .orElseThrow(
                () ->
                    new StepException("qemuargs turn VNC off, over which boot_command is typed."));
    progress.note("typing the boot command");
    try (Keyboard keyboard =
        Keyboard.connect(
            Keyboard.address(screen),
            settings.console().tcp().flatMap(QemuSettings.Tcp::password),
            either)) {
      for (String each : boot.command()) {
        for (BootCommand.Part part : BootCommand.parse(text.render(each))) {
          keyboard.type(part, boot.key(), either);
        }
        if (boot.group().isPositive() && either.await(boot.group())) {
          throw new InterruptedException();
        }
      }
    }
  }
}
