package dev.ingot.platform.machine;

import dev.ingot.platform.host.Trees;
import dev.ingot.platform.json.Json.JsonException;
import dev.ingot.storage.CheckedFile;
import dev.ingot.storage.PrivateFolder;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Machines on disk: {@code machines/ID} with {@code machine.json} and its copy, {@code machine.log}
 * and {@code run}, and, for some time after a machine is destroyed, its record and log in {@code
 * logs/ID}.
 */
final class MachineStore {
  private static final String RECORD = "machine.json";
  private static final String COPY = "machine.json.copy";
  private static final int KEPT = 20;
  private static final Duration KEPT_FOR = Duration.ofDays(7);

  private final Path machines;
  private final Path retired;

  MachineStore(Path platform) {
    this.machines = platform.resolve("machines");
    this.retired = platform.resolve("logs");
  }

  Path directory(String id) {
    return machines.resolve(id);
  }

  Path runDirectory(String id) {
    return directory(id).resolve("run");
  }

  Path log(String id) {
    return directory(id).resolve("machine.log");
  }

  void save(MachineRecord record) throws IOException {
    Path _ = PrivateFolder.create(directory(record.id()));
    String text = record.json().text();
    CheckedFile.write(directory(record.id()).resolve(RECORD), text);
    // The processes go on whatever becomes of the first one, and must not be lost sight of.
    CheckedFile.write(directory(record.id()).resolve(COPY), text);
  }

  /** Ids of all folders, complete or not. */
  List<String> ids() throws IOException {
    List<String> ids = new ArrayList<>();
    if (Files.isDirectory(machines)) {
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(machines)) {
        entries.forEach(entry -> ids.add(entry.getFileName().toString()));
      }
    }
    return ids;
  }

  /**
   * A machine's record, or its copy if only that can be read; empty if there is none.
   *
   * @throws IOException when both are damaged; the message says which file, and how
   */
  Optional<MachineRecord> load(String id) throws IOException {
    Path file = directory(id).resolve(RECORD);
    try {
      Optional<MachineRecord> record = read(file, id);
      return record.isPresent() ? record : read(directory(id).resolve(COPY), id);
    } catch (IOException e) {
      try {
        Optional<MachineRecord> copy = read(directory(id).resolve(COPY), id);
        if (copy.isPresent()) {
          return copy;
        }
      } catch (IOException also) {
        e.addSuppressed(also);
      }
      throw e;
    }
  }

  private static Optional<MachineRecord> read(Path file, String id) throws IOException {
    Optional<String> text = CheckedFile.read(file);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    MachineRecord record;
    try {
      record = MachineRecord.read(text.get());
    } catch (JsonException | IllegalArgumentException e) {
      throw new CheckedFile.DamagedException(file, String.valueOf(e.getMessage()));
    }
    if (!record.id().equals(id)) {
      throw new CheckedFile.DamagedException(file, "it is of machine " + record.id());
    }
    return Optional.of(record);
  }

  /** Keeps a destroyed machine's record and log for some time and removes the rest. */
  void retire(MachineRecord record) throws IOException {
    Path kept = retired.resolve(record.id());
    Trees.delete(kept);
    Path _ = PrivateFolder.create(kept);
    for (Path file : List.of(log(record.id()), LogFiles.older(log(record.id())))) {
      if (Files.exists(file)) {
        Files.move(file, kept.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    CheckedFile.write(kept.resolve(RECORD), record.json().text());
    Files.setLastModifiedTime(kept, FileTime.from(Instant.now()));
    delete(record.id());
  }

  /** Removes all files of a machine. */
  void delete(String id) throws IOException {
    Trees.delete(directory(id));
  }

  /** The latest log of a destroyed machine, by id or address. */
  Optional<Path> retiredLog(String idOrAddress) throws IOException {
    for (Path kept : retiredByAge()) {
      Optional<MachineRecord> record = retired(kept);
      if (record.isPresent()
          && (record.get().id().equals(idOrAddress)
              || record.get().address().equals(idOrAddress))) {
        return Optional.of(kept.resolve("machine.log"));
      }
    }
    return Optional.empty();
  }

  /** The record of a destroyed machine; without it only its log is not found. */
  private static Optional<MachineRecord> retired(Path kept) {
    try {
      return read(kept.resolve(RECORD), String.valueOf(kept.getFileName()));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Removes logs whose time is over. */
  void sweepRetired(Instant now) throws IOException {
    int count = 0;
    for (Path kept : retiredByAge()) {
      count++;
      Instant at = Files.getLastModifiedTime(kept).toInstant();
      if (count > KEPT || at.isBefore(now.minus(KEPT_FOR))) {
        Trees.delete(kept);
      }
    }
  }

  private List<Path> retiredByAge() throws IOException {
    List<Path> all = new ArrayList<>();
    if (Files.isDirectory(retired, LinkOption.NOFOLLOW_LINKS)) {
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(retired)) {
        entries.forEach(all::add);
      }
    }
    all.sort(Comparator.comparing(MachineStore::modified).reversed());
    return all;
  }

  private static FileTime modified(Path path) {
    try {
      return Files.getLastModifiedTime(path);
    } catch (IOException e) {
      return FileTime.fromMillis(0);
    }
  }
}
