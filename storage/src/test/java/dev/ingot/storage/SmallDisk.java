package dev.ingot.storage;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A disk of a few kilobytes, for tests of what happens when it is full or read-only; needs root.
 */
public final class SmallDisk implements AutoCloseable {
  private final Path folder;

  private SmallDisk(Path folder) {
    this.folder = folder;
  }

  /**
   * Mounts one in an empty folder; skips the test, and says why, where that isn't possible.
   *
   * @param kilobytes its size
   */
  public static SmallDisk in(Path folder, int kilobytes) throws IOException, InterruptedException {
    Files.createDirectories(folder);
    boolean mounted =
        run("mount", "-t", "tmpfs", "-o", "mode=0700,size=" + kilobytes + "k", "ingot", folder);
    assumeTrue(mounted, "mounting a small disk needs root and mount(8)");
    return new SmallDisk(folder);
  }

  /** Its folder. */
  public Path folder() {
    return folder;
  }

  /** From now on nothing can be written. */
  public void makeReadOnly() throws IOException, InterruptedException {
    assumeTrue(run("mount", "-o", "remount,ro", folder), "remounting isn't possible");
  }

  @Override
  public void close() throws IOException {
    try {
      if (!run("umount", folder)) {
        throw new IOException("can't unmount " + folder + ", this process has open: " + open());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while unmounting " + folder, e);
    }
  }

  private List<String> open() throws IOException {
    List<String> open = new ArrayList<>();
    try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
      for (Path descriptor : descriptors) {
        try {
          String target = Files.readSymbolicLink(descriptor).toString();
          if (target.startsWith(folder.toString())) {
            open.add(target);
          }
        } catch (IOException e) {
          // The descriptor that lists them.
          open.add("");
        }
      }
    }
    open.removeIf(String::isEmpty);
    return open;
  }

  private static boolean run(Object... command) throws IOException, InterruptedException {
    try {
      Process process =
          new ProcessBuilder(List.of(command).stream().map(Object::toString).toList())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
