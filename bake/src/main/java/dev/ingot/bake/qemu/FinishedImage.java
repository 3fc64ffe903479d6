package dev.ingot.bake.qemu;

import dev.ingot.bake.StepException;
import dev.ingot.graph.Cancellation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Writes the disks of a machine that has been shut down to the files of the image. */
record FinishedImage(QemuSettings settings, HostTools tools, Cancellation cancellation) {
  /** All of the files or, after a failure, those that were there before. */
  void write(QemuMachine machine, List<Path> files)
      throws StepException, IOException, InterruptedException {
    Files.createDirectories(settings.output());
    List<Path> beside = new ArrayList<>();
    try {
      for (int i = 0; i < files.size(); i++) {
        Path part = settings.output().resolve("." + UUID.randomUUID() + ".new");
        beside.add(part);
        if (i < machine.chain().count()) {
          convert(machine.chain(), i, part);
        } else {
          Path _ = Files.copy(machine.efiVariables().orElseThrow(), part);
        }
      }
      for (int i = 0; i < files.size(); i++) {
        Path _ =
            Files.move(
                beside.get(i),
                files.get(i),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
      }
    } finally {
      for (Path each : beside) {
        Files.deleteIfExists(each);
      }
    }
  }

  /**
   * The snapshots below a disk become one file, with what differs from the base if that is kept.
   */
  private void convert(DiskChain chain, int number, Path target)
      throws StepException, IOException, InterruptedException {
    QemuSettings.Disks disks = settings.disks();
    List<String> words = new ArrayList<>(List.of("qemu-img", "convert", "-f", "qcow2"));
    if (disks.compressed()) {
      words.add("-c");
    }
    words.addAll(settings.tool().convert());
    words.addAll(List.of("-O", disks.format().toString()));
    if (number == 0 && disks.backed() && chain.base().isPresent()) {
      DiskImage base = DiskImage.of(chain.base().get(), tools, cancellation);
      words.addAll(List.of("-B", base.file().toString(), "-F", base.format()));
    }
    words.add(chain.disk(number).toString());
    words.add(target.toString());
    List<String> _ = tools.run(words, cancellation);
  }
}
