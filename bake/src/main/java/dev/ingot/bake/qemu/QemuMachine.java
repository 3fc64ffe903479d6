package dev.ingot.bake.qemu;

import dev.ingot.bake.Communicator;
import dev.ingot.bake.Machine;
import dev.ingot.bake.Source;
import dev.ingot.bake.StepException;
import dev.ingot.bake.layer.LayerKey;
import dev.ingot.bake.layer.Snapshot;
import dev.ingot.bake.qemu.DiskStore.Disks;
import dev.ingot.graph.Cancellation;
import dev.ingot.lang.DurationText;
import dev.ingot.lang.value.Value;
import dev.ingot.registry.json.JsonOut;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A virtual machine that runs until its build has ended. After each step its disks go on in new
 * files, and those up to then are the step's snapshot: what a power cut right after {@code sync}
 * would leave. The memory isn't saved, so that a snapshot doesn't depend on QEMU's version, on the
 * devices and on the processor.
 */
final class QemuMachine implements Machine {
  private static final Duration POWER_BUTTON = Duration.ofSeconds(60);
  private static final int SYNC_TRIES = 3;

  private final QemuSettings settings;
  private final Parts parts;
  private final Source.Progress progress;
  private final Cancellation cancellation;
  private DiskChain chain;

  /**
   * What a machine is made of.
   *
   * @param communicates whether commands can be run in it
   * @param pictures the folder of the pictures of its screen
   * @param efiVariables the file of its UEFI variables
   */
  record Parts(
      RunningQemu qemu,
      Communicator communicator,
      boolean communicates,
      Map<String, Value> values,
      Optional<Path> efiVariables,
      Path pictures,
      HeldParts held) {}

  QemuMachine(
      QemuSettings settings,
      Parts parts,
      DiskChain chain,
      Source.Progress progress,
      Cancellation cancellation) {
    this.settings = settings;
    this.parts = parts;
    this.chain = chain;
    this.progress = progress;
    this.cancellation = cancellation;
  }

  @Override
  public Communicator communicator() {
    return parts.communicator();
  }

  @Override
  public Map<String, Value> values() {
    return parts.values();
  }

  /** Its disks as they are now. */
  DiskChain chain() {
    return chain;
  }

  Optional<Path> efiVariables() {
    return parts.efiVariables();
  }

  @Override
  public Snapshot snapshot(LayerKey key) throws StepException, InterruptedException {
    Optional<Disks> kept = keep();
    return kept.isPresent() ? new Snapshot.Disk(kept.get().name()) : new Snapshot.None();
  }

  /** Keeps the disks as they are and goes on with new ones; empty where that isn't possible. */
  Optional<Disks> keep() throws StepException, InterruptedException {
    try {
      Optional<List<String>> devices = devices();
      if (devices.isEmpty()) {
        progress.note("qemuargs replace the drives, so that the machine can't be saved here");
        return Optional.empty();
      }
      sync();
      parts.qemu().monitor().run("stop", _ -> {});
      try {
        Disks before = chain.disks();
        if (parts.efiVariables().isPresent()) {
          Path _ = Files.copy(parts.efiVariables().get(), before.efiVariables());
        }
        DiskChain next = chain.next();
        parts.qemu().monitor().run("transaction", out -> actions(devices.get(), next.disks(), out));
        chain.keep();
        chain = next;
        return Optional.of(before);
      } finally {
        resume();
      }
    } catch (IOException e) {
      throw failed("The machine can't be saved after the step: " + e.getMessage() + ".");
    }
  }

  private static void actions(List<String> devices, Disks next, JsonOut out) {
    List<Integer> numbers = new ArrayList<>();
    for (int i = 0; i < devices.size(); i++) {
      numbers.add(i);
    }
    JsonOut _ =
        out.objects(
            "actions",
            numbers,
            number ->
                out.text("type", "blockdev-snapshot-sync")
                    .object(
                        "data",
                        data ->
                            data.text("device", devices.get(number))
                                .text("snapshot-file", next.disk(number).toString())
                                .text("format", "qcow2")));
  }

  private void resume() throws IOException, InterruptedException {
    boolean interrupted = Thread.interrupted();
    try {
      parts.qemu().monitor().run("cont", _ -> {});
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Their names for QEMU, in order; empty where one of them isn't used. */
  private Optional<List<String>> devices() throws IOException, InterruptedException {
    Map<String, String> all = parts.qemu().monitor().disks();
    List<String> devices = new ArrayList<>();
    for (int i = 0; i < chain.count(); i++) {
      String device = all.get(chain.disks().disk(i).toString());
      if (device == null) {
        return Optional.empty();
      }
      devices.add(device);
    }
    return Optional.of(devices);
  }

  /**
   * What the guest has in memory reaches its disk; systems without the command do it themselves.
   */
  private void sync() throws InterruptedException {
    if (!parts.communicates()) {
      return;
    }
    for (int tries = 1; ; tries++) {
      try {
        int _ =
            parts
                .communicator()
                .run(new Communicator.Command("sync", new TreeMap<>()), (_, _) -> {}, cancellation);
        return;
      } catch (Communicator.CommunicationException e) {
        // A server that has just come up may restart once more.
        if (!e.isLost() || tries == SYNC_TRIES) {
          progress.note(
              "the machine's caches can't be written before it is saved: " + e.getMessage());
          return;
        }
      }
    }
  }

  /**
   * Ends the machine as the template says.
   *
   * @throws StepException when it doesn't end in time
   */
  void shutDown() throws StepException, InterruptedException {
    Duration timeout = settings.shutdown().timeout();
    if (!parts.communicates()) {
      progress.note("waiting for the machine to shut itself down");
      end(timeout, "shut itself down");
    } else if (settings.shutdown().command().isPresent()) {
      shutDown(settings.shutdown().command().get());
      end(timeout, "shut down after shutdown_command");
    } else {
      powerOff(timeout);
    }
  }

  private void shutDown(String command) throws StepException, InterruptedException {
    try {
      int code =
          parts
              .communicator()
              .run(
                  new Communicator.Command(command, new TreeMap<>()),
                  (_, line) -> progress.note(line),
                  cancellation);
      if (code != 0 && parts.qemu().isAlive()) {
        progress.note("shutdown_command ended with exit code " + code);
      }
    } catch (Communicator.CommunicationException e) {
      if (!e.isLost() && parts.qemu().isAlive()) {
        throw failed("shutdown_command can't be run: " + e.getMessage() + ".");
      }
    }
  }

  private void end(Duration timeout, String what) throws StepException, InterruptedException {
    if (!parts.qemu().awaitEnd(timeout, cancellation)) {
      throw failed(
          "The machine has not "
              + what
              + " within "
              + DurationText.text(timeout)
              + " (shutdown_timeout).");
    }
  }

  /** By its power button; a guest that doesn't know it is switched off. */
  private void powerOff(Duration timeout) throws StepException, InterruptedException {
    Duration patience = timeout.compareTo(POWER_BUTTON) < 0 ? timeout : POWER_BUTTON;
    sync();
    try {
      parts.qemu().monitor().run("system_powerdown", _ -> {});
      if (!parts.qemu().awaitEnd(patience, cancellation)) {
        progress.note(
            "the machine doesn't answer to its power button and is switched off; set"
                + " shutdown_command to shut it down");
        sync();
        parts.qemu().monitor().run("quit", _ -> {});
        end(patience, "ended");
      }
    } catch (IOException e) {
      if (!parts.qemu().awaitEnd(patience, cancellation)) {
        throw failed("The machine can't be switched off: " + e.getMessage() + ".");
      }
    }
  }

  /** A failure with what the machine showed last. */
  StepException failed(String message) {
    return failed(message, parts.qemu(), parts.pictures(), settings.name());
  }

  static StepException failed(String message, RunningQemu qemu, Path pictures, String name) {
    Optional<Path> picture = qemu.picture(pictures, name);
    List<String> lines = new ArrayList<>(qemu.console());
    lines.addAll(qemu.printed());
    return new StepException(
        message + picture.map(file -> " A picture of its screen: " + file + ".").orElse(""),
        List.of(),
        lines);
  }

  @Override
  public void close() throws IOException {
    parts.held().close();
    chain.discard();
  }
}
