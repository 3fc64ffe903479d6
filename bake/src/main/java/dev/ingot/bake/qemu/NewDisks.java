package dev.ingot.bake.qemu;

import dev.ingot.bake.StepException;
import dev.ingot.bake.qemu.DiskStore.Disks;
import dev.ingot.graph.Cancellation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes the files that a machine writes to. */
record NewDisks(QemuSettings settings, HostTools tools, Cancellation cancellation) {
  /**
   * Makes them.
   *
   * @param image the image that the first disk begins as
   */
  void make(DiskChain chain, Optional<MediumFile.Found> image)
      throws StepException, IOException, InterruptedException {
    if (chain.before().isPresent()) {
      Disks before = chain.before().get();
      for (int i = 0; i < chain.count(); i++) {
        above(before.disk(i), "qcow2", chain.disk(i));
      }
      return;
    }
    if (image.isPresent()) {
      fromImage(image.get(), chain.disk(0));
    } else {
      create(chain.disk(0), settings.disks().size());
    }
    for (int i = 1; i < chain.count(); i++) {
      create(chain.disk(i), settings.disks().more().get(i - 1));
    }
  }

  private void create(Path disk, String size)
      throws StepException, IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of("qemu-img", "create", "-q", "-f", "qcow2"));
    words.addAll(settings.tool().create());
    words.addAll(List.of(disk.toString(), size));
    List<String> _ = tools.run(words, cancellation);
  }

  private void above(Path base, String format, Path disk)
      throws StepException, IOException, InterruptedException {
    List<String> _ =
        tools.run(
            List.of(
                "qemu-img",
                "create",
                "-q",
                "-f",
                "qcow2",
                "-b",
                base.toString(),
                "-F",
                format,
                disk.toString()),
            cancellation);
  }

  private void fromImage(MediumFile.Found image, Path disk)
      throws StepException, IOException, InterruptedException {
    DiskImage found = DiskImage.of(image.file(), tools, cancellation);
    if (image.downloaded() && !found.complete()) {
      throw new StepException(
          "The downloaded image refers to other files of this host, and is refused. Convert it to"
              + " an image of one file.");
    }
    above(image.file(), found.format(), disk);
    if (!settings.disks().resized()) {
      return;
    }
    if (DiskImage.bytes(settings.disks().size()) < found.size()) {
      throw new StepException(
          "disk_size is "
              + settings.disks().size()
              + ", but the image has "
              + (found.size() >> 20)
              + "M. Make it larger, or set skip_resize_disk = true.");
    }
    List<String> words = new ArrayList<>(List.of("qemu-img", "resize", "-q", "-f", "qcow2"));
    words.addAll(settings.tool().resize());
    words.addAll(List.of(disk.toString(), settings.disks().size()));
    List<String> _ = tools.run(words, cancellation);
  }
}
