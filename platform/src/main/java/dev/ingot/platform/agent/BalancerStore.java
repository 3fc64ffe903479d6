package dev.ingot.platform.agent;

import dev.ingot.platform.api.BalancerJson;
import dev.ingot.platform.host.ProcessIdentity;
import dev.ingot.platform.host.Trees;
import dev.ingot.platform.json.Fields;
import dev.ingot.platform.json.Json;
import dev.ingot.storage.CheckedFile;
import dev.ingot.storage.PrivateFolder;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Balancers on disk: {@code balancers/ID} with {@code spec.json} and {@code balancer.json}. */
final class BalancerStore {
  private final Path folder;

  BalancerStore(Path platform) {
    this.folder = platform.resolve("balancers");
  }

  Path directory(String id) {
    return folder.resolve(id);
  }

  /** Ids of all folders, complete or not. */
  List<String> ids() throws IOException {
    List<String> ids = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> directories = Files.newDirectoryStream(folder)) {
        directories.forEach(directory -> ids.add(String.valueOf(directory.getFileName())));
      }
    }
    return ids;
  }

  /**
   * What is kept of a balancer; empty where it was only half made.
   *
   * @throws IOException when it is damaged; the message says which file
   */
  Optional<BalancerEntry> read(String id) throws IOException {
    Path file = folder.resolve(id).resolve("balancer.json");
    try {
      return readWhole(id, file);
    } catch (Json.JsonException | IllegalArgumentException e) {
      throw new CheckedFile.DamagedException(file, String.valueOf(e.getMessage()));
    }
  }

  private Optional<BalancerEntry> readWhole(String id, Path file) throws IOException {
    Optional<String> text = CheckedFile.read(file);
    Optional<String> spec = CheckedFile.read(folder.resolve(id).resolve("spec.json"));
    if (text.isEmpty() || spec.isEmpty()) {
      return Optional.empty();
    }
    Fields fields = Fields.of(Json.parse(text.get()));
    Optional<ProcessIdentity> process = Optional.empty();
    if (fields.has("pid")) {
      process =
          Optional.of(
              new ProcessIdentity(
                  fields.integer("pid"), fields.integer("start_ticks"), fields.string("boot_id")));
    }
    return Optional.of(
        new BalancerEntry(
            id,
            BalancerJson.readSpec(Json.parse(spec.get())),
            fields.instant("created_at"),
            process));
  }

  void save(BalancerEntry entry) throws IOException {
    Path directory = folder.resolve(entry.id());
    Path _ = PrivateFolder.create(directory);
    CheckedFile.write(directory.resolve("spec.json"), BalancerJson.write(entry.spec()).text());
    Fields.Builder json = Fields.object().put("created_at", entry.createdAt());
    entry
        .process()
        .ifPresent(
            process ->
                json.put("pid", process.pid())
                    .put("start_ticks", process.startTicks())
                    .put("boot_id", process.bootId()));
    CheckedFile.write(directory.resolve("balancer.json"), json.build().text());
  }

  /** Removes everything of a balancer. */
  void delete(String id) throws IOException {
    Trees.delete(directory(id));
  }
}
