package dev.ingot.platform.volume;

import dev.ingot.bake.process.TiedPrograms;
import dev.ingot.graph.Cancellation;
import dev.ingot.platform.api.FileFailures;
import dev.ingot.platform.api.PlatformException;
import dev.ingot.platform.api.PlatformException.Code;
import dev.ingot.platform.host.HostPrograms;
import dev.ingot.platform.host.Trees;
import dev.ingot.storage.AtomicFolder;
import dev.ingot.storage.CheckedFile;
import dev.ingot.storage.PrivateFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Copies of volumes as they were before a machine got them: {@code .snapshots/VOLUME/TIME}. Where
 * the file system can share blocks between files, a copy takes neither time nor room.
 */
final class VolumeSnapshots {
  private static final String KEEP = ".keep";
  private static final String UNFINISHED = ".unfinished";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final Path folder;
  private final Clock clock;

  /**
   * @param folder of the snapshots of all volumes
   */
  VolumeSnapshots(Path folder, Clock clock) {
    this.folder = folder;
    this.clock = clock;
  }

  /** How many of a volume are kept. */
  int kept(String volume) throws PlatformException {
    Path file = folder.resolve(volume).resolve(KEEP);
    try {
      Optional<String> text = CheckedFile.read(file);
      return text.isEmpty() ? 0 : count(text.get().strip());
    } catch (NumberFormatException e) {
      throw unreadable(file, "it is not a number", e);
    } catch (IOException e) {
      throw unreadable(file, String.valueOf(e.getMessage()), e);
    }
  }

  private static int count(String text) {
    int count = Integer.parseInt(text);
    if (count < 0) {
      throw new NumberFormatException("negative: " + text);
    }
    return count;
  }

  private static PlatformException unreadable(Path file, String why, Exception cause) {
    return new PlatformException(
        Code.FAILED,
        "can't read how many snapshots are kept: " + file + ": " + why,
        "Write the number into the file, without anything else.",
        cause);
  }

  /** Keeps so many of a volume from now on; the oldest of more are deleted with the next one. */
  void keep(String volume, int count) throws PlatformException {
    if ((count == 0 && !Files.exists(folder.resolve(volume))) || count == keptOrNone(volume)) {
      return;
    }
    try {
      Path _ = PrivateFolder.create(folder);
      Path own = Files.createDirectories(folder.resolve(volume));
      CheckedFile.write(own.resolve(KEEP), Integer.toString(count));
    } catch (IOException e) {
      throw FileFailures.of(
          "can't set how many snapshots of the volume " + volume + " are kept", e);
    }
  }

  private int keptOrNone(String volume) {
    try {
      return kept(volume);
    } catch (PlatformException e) {
      // It is about to be written anew.
      return -1;
    }
  }

  /**
   * Takes a snapshot, unless none are kept or there is nothing in the volume.
   *
   * @param content of the volume
   * @throws PlatformException when it can't be taken; the volume is as it was
   */
  void take(String volume, Path content) throws PlatformException, InterruptedException {
    int keep = kept(volume);
    try {
      if (keep == 0 || isEmpty(content)) {
        return;
      }
      Path own = folder.resolve(volume);
      Path unfinished = own.resolve(UNFINISHED);
      Trees.delete(unfinished);
      copy(volume, content, unfinished);
      AtomicFolder.rename(unfinished, own.resolve(TIME.format(clock.instant())));
      prune(own, keep);
    } catch (IOException e) {
      throw FileFailures.of("can't take a snapshot of the volume " + volume, e);
    }
  }

  private static boolean isEmpty(Path content) throws IOException {
    try (Stream<Path> entries = Files.list(content)) {
      return entries.findFirst().isEmpty();
    }
  }

  private static void copy(String volume, Path from, Path to)
      throws IOException, PlatformException, InterruptedException {
    Optional<String> problem = run("cp", "-a", "--reflink=auto", from.toString(), to.toString());
    if (problem.filter(why -> why.contains("option")).isPresent()) {
      // Not every cp knows how to share blocks.
      problem = run("cp", "-a", from.toString(), to.toString());
    }
    if (problem.isPresent()) {
      Trees.delete(to);
      throw new PlatformException(
          problem.get().contains("No space left") ? Code.NO_SPACE : Code.FAILED,
          "can't take a snapshot of the volume " + volume + ": " + problem.get(),
          "The volume is as it was. Make room there, or set snapshots = 0 in its ingot_volume.");
    }
    // A copy that a power cut may take back is none.
    Optional<String> _ = run("sync", "-f", to.toString());
  }

  /** The first line that a program printed, if it failed. It ends with this process. */
  private static Optional<String> run(String program, String... arguments)
      throws IOException, InterruptedException {
    List<String> command =
        Stream.concat(Stream.of(HostPrograms.path(program)), Stream.of(arguments)).toList();
    String[] first = {""};
    int code =
        new TiedPrograms()
            .run(
                new dev.ingot.bake.HostPrograms.Program(
                    command, Map.of("LC_ALL", "C"), Optional.empty()),
                (_, line) -> first[0] = first[0].isEmpty() ? line : first[0],
                new Cancellation());
    return code == 0
        ? Optional.empty()
        : Optional.of(first[0].isEmpty() ? program + " ended with " + code : first[0]);
  }

  private static void prune(Path own, int keep) throws IOException {
    List<Path> all;
    try (Stream<Path> entries = Files.list(own)) {
      all =
          entries.filter(each -> !each.getFileName().toString().startsWith(".")).sorted().toList();
    }
    for (Path old : all.subList(0, Math.max(0, all.size() - keep))) {
      Trees.delete(old);
    }
  }

  /** Deletes all of a volume. */
  void delete(String volume) throws IOException {
    Trees.delete(folder.resolve(volume));
  }
}
