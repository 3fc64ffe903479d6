package dev.ingot.bake.journal;

import dev.ingot.bake.IoMessage;
import dev.ingot.storage.FolderLock;
import dev.ingot.storage.FolderTree;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Removes what bakes have left whose process was killed. Any process may do it at any time: the
 * folder of a process is looked at by one other at a time, and only after the process has ended.
 */
public final class KilledBakes {
  private final Path folder;
  private final ContainerRemoval containers;

  /**
   * @param folder the journal's
   * @param containers removes containers
   */
  public KilledBakes(Path folder, ContainerRemoval containers) {
    this.folder = folder.toAbsolutePath();
    this.containers = containers;
  }

  /**
   * What was found.
   *
   * @param removed descriptions of what was removed
   * @param remaining descriptions of what is still there, with what to do; told again each time
   */
  public record Report(List<String> removed, List<String> remaining) {
    public Report {
      removed = List.copyOf(removed);
      remaining = List.copyOf(remaining);
    }
  }

  private record Found(Path file, JournalRecord record) {}

  /** Removes what can be removed; problems are in the report. */
  public Report remove() throws InterruptedException {
    List<String> removed = new ArrayList<>();
    List<String> remaining = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
        for (Path each : all) {
          process(each, removed, remaining);
        }
      } catch (IOException | DirectoryIteratorException e) {
        remaining.add("What killed bakes left can't be read in " + folder + ": " + why(e) + ".");
      }
    }
    return new Report(removed, remaining);
  }

  private static String why(Exception e) {
    return e instanceof IOException io ? IoMessage.of(io) : String.valueOf(e.getMessage());
  }

  private void process(Path own, List<String> removed, List<String> remaining)
      throws IOException, InterruptedException {
    Path lockFile = own.resolve(BakeJournal.LOCK);
    if (!Files.isRegularFile(lockFile, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Optional<FolderLock> taken;
    try {
      taken = FolderLock.tryAcquire(lockFile);
    } catch (NoSuchFileException e) {
      // Its process ended meanwhile, and left nothing.
      return;
    }
    if (taken.isEmpty()) {
      return;
    }
    try (FolderLock _ = taken.get()) {
      boolean done = true;
      for (Found found : read(own, remaining)) {
        done &= settle(found, removed, remaining);
      }
      if (done && isEmpty(own)) {
        Files.deleteIfExists(lockFile);
        Files.deleteIfExists(own);
      }
    }
  }

  private static boolean isEmpty(Path own) throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(own, "*" + BakeJournal.SUFFIX)) {
      if (entries.iterator().hasNext()) {
        return false;
      }
    }
    // What an entry's writer left when it was killed.
    try (DirectoryStream<Path> halves = Files.newDirectoryStream(own, ".*.tmp")) {
      for (Path half : halves) {
        Files.deleteIfExists(half);
      }
    }
    return true;
  }

  /** Programs first, since they use the files. */
  private static List<Found> read(Path own, List<String> remaining) throws IOException {
    List<Found> all = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(own, "*" + BakeJournal.SUFFIX)) {
      for (Path entry : entries) {
        try {
          all.add(new Found(entry, JournalRecord.parse(Files.readAllBytes(entry))));
        } catch (NoSuchFileException e) {
          // Its process removed it meanwhile.
          assert !Files.exists(entry);
        } catch (IOException e) {
          remaining.add(
              "A killed bake left something that can't be removed, since "
                  + entry
                  + " can't be read: "
                  + IoMessage.of(e)
                  + ". Read it, remove what it names, and delete it.");
        }
      }
    }
    all.sort(Comparator.comparingInt((Found found) -> order(found.record().creation())));
    return all;
  }

  private static int order(Creation creation) {
    return switch (creation) {
      case Creation.Program _ -> 0;
      case Creation.Container _ -> 1;
      case Creation.File _ -> 2;
      case Creation.Folder _ -> 3;
      case Creation.Elsewhere _ -> 4;
    };
  }

  /** Whether nothing is left of it. */
  private boolean settle(Found found, List<String> removed, List<String> remaining)
      throws IOException, InterruptedException {
    JournalRecord record = found.record();
    if (record.creation() instanceof Creation.Elsewhere) {
      remaining.add(elsewhere(found));
      return false;
    }
    if (!record.host().equals(HostName.current())) {
      remaining.add(
          "A killed bake left "
              + record.describe()
              + " on the host "
              + record.host()
              + ". A bake there removes it; if that host is gone, delete "
              + found.file()
              + ".");
      return false;
    }
    boolean did;
    try {
      did =
          switch (record.creation()) {
            case Creation.Program _ -> end(record);
            case Creation.Container(Path socket, String name) -> containers.remove(socket, name);
            case Creation.File(Path path) -> delete(path, found.file());
            case Creation.Folder(Path path) -> delete(path, found.file());
            case Creation.Elsewhere _ -> false;
          };
    } catch (IOException e) {
      remaining.add(
          "A killed bake left "
              + record.describe()
              + ", which can't be removed: "
              + IoMessage.of(e)
              + ". The next bake tries again; if it is gone for good, delete "
              + found.file()
              + ".");
      return false;
    }
    Files.deleteIfExists(found.file());
    if (did) {
      removed.add(record.describe());
    }
    return true;
  }

  private static boolean end(JournalRecord record) throws IOException, InterruptedException {
    List<RunningProgram> running =
        new ArrayList<>(RunningProgram.marked(JournalEntry.VARIABLE, record.mark()));
    record.program().filter(RunningProgram::isAlive).ifPresent(running::add);
    for (RunningProgram each : running) {
      if (!each.kill()) {
        throw new IOException("process " + each.pid() + " doesn't end");
      }
    }
    return !running.isEmpty();
  }

  private boolean delete(Path path, Path entry) throws IOException {
    if (!path.isAbsolute()
        || !path.equals(path.normalize())
        || path.getNameCount() < 2
        || entry.startsWith(path)) {
      throw new IOException("the journal names a place that no bake creates");
    }
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    Path mounts = Path.of("/proc/self/mounts");
    if (Files.exists(mounts)) {
      for (String line : Files.readAllLines(mounts)) {
        String[] fields = line.split(" ", -1);
        if (fields.length > 1 && Path.of(fields[1].replace("\\040", " ")).startsWith(path)) {
          throw new IOException(fields[1] + " is mounted in it");
        }
      }
    }
    FolderTree.delete(path);
    return true;
  }

  private static String elsewhere(Found found) {
    StringBuilder text = new StringBuilder("A killed bake may have left ");
    text.append(found.record().describe()).append(", which only you can remove.");
    if (!found.record().notes().isEmpty()) {
      text.append(" What is known of it:\n");
      found.record().notes().forEach(note -> text.append("  ").append(note).append('\n'));
    } else {
      text.append(' ');
    }
    return text.append("Remove what is there, then delete ")
        .append(found.file())
        .append('.')
        .toString();
  }
}
