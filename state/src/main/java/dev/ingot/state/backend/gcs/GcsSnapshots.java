package dev.ingot.state.backend.gcs;

import dev.ingot.state.backend.Workspaces;
import dev.ingot.state.backend.gcs.GcsBucket.Encryption;
import dev.ingot.state.backend.gcs.GcsBucket.Stored;
import dev.ingot.state.remote.SnapshotConflict;
import dev.ingot.state.session.Snapshot;
import dev.ingot.state.session.SnapshotStore;
import dev.ingot.state.session.SnapshotWrite;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** An object {@code WORKSPACE.tfstate} for each workspace, whose version is its generation. */
final class GcsSnapshots implements SnapshotStore {
  private static final Duration INTERVAL = Duration.ofSeconds(20);
  private static final String READ = "read the state";
  private static final String SUFFIX = ".tfstate";

  private final GcsBucket bucket;
  private final String folder;
  private final Encryption encryption;

  /**
   * @param folder empty, or with a slash at the end
   */
  GcsSnapshots(GcsBucket bucket, String folder, Encryption encryption) {
    this.bucket = bucket;
    this.folder = folder;
    this.encryption = encryption;
  }

  private String key(String workspace) {
    return folder + workspace + SUFFIX;
  }

  String lockKey(String workspace) {
    return folder + workspace + ".tflock";
  }

  String lockLocation(String workspace) {
    return "gs://" + bucket.name() + "/" + lockKey(workspace);
  }

  @Override
  public String location(String workspace) {
    return "gs://" + bucket.name() + "/" + key(workspace);
  }

  @Override
  public Optional<Snapshot> read(String workspace) {
    return bucket
        .get(READ, key(workspace), encryption)
        .filter(object -> object.content().length > 0)
        .map(object -> new Snapshot(object.content(), object.generation()));
  }

  @Override
  public Optional<byte[]> before(String workspace) {
    return Optional.empty();
  }

  @Override
  public Optional<String> version(String workspace) {
    return bucket.version(READ, key(workspace));
  }

  @Override
  public String write(String workspace, SnapshotWrite write) {
    return put(workspace, write, write.expected().orElse("0"))
        .orElseGet(() -> writtenBefore(workspace, write));
  }

  private Optional<String> put(String workspace, SnapshotWrite write, String generation) {
    return bucket.put("write the state", key(workspace), write.content(), generation, encryption);
  }

  /** A write whose answer was lost was sent again: then it is there already. */
  private String writtenBefore(String workspace, SnapshotWrite write) {
    Optional<Stored> present = bucket.get(READ, key(workspace), encryption);
    if (present.isPresent() && Arrays.equals(present.get().content(), write.content())) {
      return present.get().generation();
    }
    if (present.isPresent() && present.get().content().length == 0 && write.expected().isEmpty()) {
      Optional<String> over = put(workspace, write, present.get().generation());
      if (over.isPresent()) {
        return over.get();
      }
    }
    throw SnapshotConflict.at(location(workspace));
  }

  @Override
  public void delete(String workspace) {
    boolean _ = bucket.delete("delete the state", key(workspace), Optional.empty());
  }

  @Override
  public List<String> workspaces() {
    return bucket.keys("list the workspaces", folder).stream()
        .filter(key -> key.startsWith(folder) && key.endsWith(SUFFIX))
        .map(key -> key.substring(folder.length(), key.length() - SUFFIX.length()))
        .filter(name -> !name.isEmpty() && name.indexOf('/') < 0)
        .filter(name -> !name.equals(Workspaces.DEFAULT))
        .toList();
  }

  @Override
  public Optional<Duration> interval() {
    return Optional.of(INTERVAL);
  }
}
