package dev.ingot.state.backend.consul;

import dev.ingot.lang.JsonDocument;
import dev.ingot.state.StateException;
import dev.ingot.state.StateFencedException;
import dev.ingot.state.backend.Workspaces;
import dev.ingot.state.backend.consul.ConsulKeys.Entry;
import dev.ingot.state.backend.consul.ConsulKeys.Written;
import dev.ingot.state.remote.Gzip;
import dev.ingot.state.remote.JsonAnswer;
import dev.ingot.state.remote.SnapshotConflict;
import dev.ingot.state.session.Snapshot;
import dev.ingot.state.session.SnapshotStore;
import dev.ingot.state.session.SnapshotWrite;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * A key for each workspace, whose version is its index. What is too large for one key is in several
 * below it, and the key lists them. Rules: as Terraform writes it, which reads all of them.
 */
final class ConsulSnapshots implements SnapshotStore {
  private static final Duration INTERVAL = Duration.ofSeconds(20);
  private static final String READ = "read the state";
  private static final String WRITE = "write the state";

  /** What one key can have, and one request to write it, unless the servers say otherwise. */
  private static final int LARGEST = 512 * 1024;

  /** The part of a request that is not the value. */
  private static final int AROUND = 8 * 1024;

  private static final int ATTEMPTS = 3;

  private final ConsulKeys keys;
  private final ConsulLocks locks;
  private final String path;
  private final boolean compressing;

  ConsulSnapshots(ConsulKeys keys, ConsulLocks locks, String path, boolean compressing) {
    this.keys = keys;
    this.locks = locks;
    this.path = path;
    this.compressing = compressing;
  }

  /** The key of a workspace. */
  static String key(String path, String workspace) {
    return workspace.equals(Workspaces.DEFAULT) ? path : path + "-env:" + workspace;
  }

  /**
   * A list of the keys that have a state's parts.
   *
   * @param hash of the whole state
   */
  private record Parts(String hash, List<String> keys) {
    static Optional<Parts> of(byte[] value) {
      if (value.length == 0 || value[0] != '{') {
        return Optional.empty();
      }
      // A state begins with its version: it need not be parsed to be told from a list.
      Optional<JsonAnswer> json =
          value.length <= LARGEST
              ? JsonAnswer.parse(new String(value, StandardCharsets.UTF_8))
              : Optional.empty();
      return json.flatMap(
          list ->
              list.text("current-hash")
                  .map(
                      hash ->
                          new Parts(
                              hash,
                              list.elements("chunks").stream()
                                  .flatMap(key -> key.text().stream())
                                  .toList())));
    }
  }

  @Override
  public String location(String workspace) {
    return key(path, workspace);
  }

  @Override
  public Optional<Snapshot> read(String workspace) {
    String key = key(path, workspace);
    Optional<Entry> entry = keys.get(READ, key);
    for (int attempt = 1; entry.isPresent(); attempt++) {
      Optional<Parts> parts = Parts.of(entry.get().value());
      Optional<byte[]> content =
          parts.isPresent() ? joined(parts.get()) : Optional.of(entry.get().value());
      if (content.isPresent()) {
        byte[] plain =
            Gzip.isCompressed(content.get()) ? Gzip.content(key, content.get()) : content.get();
        if (parts.isEmpty() || parts.get().hash().equals(hash(plain))) {
          String version = Long.toString(entry.get().index());
          return Optional.of(new Snapshot(plain, version)).filter(_ -> plain.length > 0);
        }
      }
      // A writer may have replaced the parts meanwhile.
      Optional<Entry> again = keys.get(READ, key);
      long seen = entry.get().index();
      boolean changed = again.filter(present -> present.index() == seen).isEmpty();
      if (!changed || attempt == ATTEMPTS) {
        throw new StateException(
            "The state "
                + key
                + " in Consul is incomplete: it is in several keys below it, of which one is"
                + " missing or has another content. Restore them from a snapshot of Consul.");
      }
      entry = again;
    }
    return Optional.empty();
  }

  private Optional<byte[]> joined(Parts parts) {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    for (String part : parts.keys()) {
      Optional<Entry> entry = keys.get(READ, part);
      if (entry.isEmpty()) {
        return Optional.empty();
      }
      whole.writeBytes(entry.get().value());
    }
    return Optional.of(whole.toByteArray());
  }

  private static String hash(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has MD5", e);
    }
  }

  @Override
  public Optional<byte[]> before(String workspace) {
    return Optional.empty();
  }

  @Override
  public Optional<String> version(String workspace) {
    return keys.get(READ, key(path, workspace))
        .filter(entry -> entry.value().length > 0)
        .map(entry -> Long.toString(entry.index()));
  }

  @Override
  public String write(String workspace, SnapshotWrite write) {
    String key = key(path, workspace);
    Optional<Entry> before = keys.get(WRITE, key);
    boolean expected =
        before
            .filter(entry -> entry.value().length > 0)
            .map(entry -> Long.toString(entry.index()))
            .equals(write.expected());
    if (!expected) {
      return writtenBefore(workspace, write);
    }
    byte[] payload = compressing ? Gzip.compressed(write.content()) : write.content();
    String hash = hash(write.content());
    boolean large = (payload.length + 2) / 3 * 4L > LARGEST - AROUND;
    byte[] value = large ? parts(key, hash, payload) : payload;
    return switch (keys.replace(
        WRITE, key, value, before.map(Entry::index).orElse(0L), locks.held(workspace))) {
      case Written.Done(long index) -> {
        before
            .flatMap(entry -> Parts.of(entry.value()))
            .filter(parts -> !(large && parts.hash().equals(hash)))
            .ifPresent(parts -> forget(key, parts));
        yield Long.toString(index);
      }
      case Written.Stale() -> writtenBefore(workspace, write);
      case Written.Unlocked() ->
          throw new StateFencedException(
              "The lock of the state "
                  + key
                  + " was lost: its session in Consul has ended or was ended. Nothing was"
                  + " overwritten.");
    };
  }

  private byte[] parts(String key, String hash, byte[] payload) {
    List<String> names = new ArrayList<>();
    for (int from = 0; from < payload.length; from += LARGEST) {
      String name = folder(key, hash) + names.size();
      keys.put(
          WRITE, name, Arrays.copyOfRange(payload, from, Math.min(from + LARGEST, payload.length)));
      names.add(name);
    }
    return JsonDocument.line(
            json -> {
              json.writeStartObject();
              json.writeName("chunks");
              json.writeStartArray();
              names.forEach(json::writeString);
              json.writeEndArray();
              json.writeStringProperty("current-hash", hash);
              json.writeEndObject();
            })
        .strip()
        .getBytes(StandardCharsets.UTF_8);
  }

  private static String folder(String key, String hash) {
    return below(key) + "tfstate." + hash + "/";
  }

  /** Where keys that belong to another are; Consul takes no two slashes there. */
  static String below(String key) {
    int end = key.length();
    while (end > 0 && key.charAt(end - 1) == '/') {
      end--;
    }
    return key.substring(0, end) + "/";
  }

  /** The new state is there: what is left of the one before only takes space. */
  private void forget(String key, Parts parts) {
    try {
      keys.deleteAll(WRITE, folder(key, parts.hash()));
    } catch (StateException _) {
      // The next state is written elsewhere.
    }
  }

  /** A write whose answer was lost was sent again: then it is there already. */
  private String writtenBefore(String workspace, SnapshotWrite write) {
    return read(workspace)
        .filter(present -> Arrays.equals(present.content(), write.content()))
        .map(Snapshot::version)
        .orElseThrow(() -> SnapshotConflict.at(location(workspace)));
  }

  @Override
  public void delete(String workspace) {
    String key = key(path, workspace);
    Optional<Entry> present = keys.get("delete the state", key);
    if (present.isPresent()) {
      keys.delete("delete the state", key);
      Parts.of(present.get().value()).ifPresent(parts -> forget(key, parts));
    }
  }

  @Override
  public List<String> workspaces() {
    String prefix = path + "-env:";
    return keys.keys("list the workspaces", prefix).stream()
        .filter(key -> key.startsWith(prefix))
        .map(key -> key.substring(prefix.length()))
        .filter(name -> !name.isEmpty() && name.indexOf('/') < 0)
        .toList();
  }

  @Override
  public Optional<Duration> interval() {
    return Optional.of(INTERVAL);
  }
}
