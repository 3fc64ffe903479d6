package dev.ingot.state.backend.kubernetes;

import dev.ingot.lang.value.Value;
import dev.ingot.state.StateException;
import dev.ingot.state.backend.Workspaces;
import dev.ingot.state.backend.kubernetes.KubernetesApi.Kind;
import dev.ingot.state.remote.Gzip;
import dev.ingot.state.remote.JsonAnswer;
import dev.ingot.state.remote.SnapshotConflict;
import dev.ingot.state.session.Snapshot;
import dev.ingot.state.session.SnapshotStore;
import dev.ingot.state.session.SnapshotWrite;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A secret for each workspace, compressed; its version is that of the secret. What is larger than a
 * secret can be is in several, as Terraform 1.11 writes it.
 *
 * <p>Several secrets can't be replaced at once. The first is replaced first, and only where it has
 * the version that was read; until the others are, reading them fails by their common checksum, so
 * that a mixture is never taken for a state.
 */
final class SecretSnapshots implements SnapshotStore {
  private static final Duration INTERVAL = Duration.ofSeconds(20);
  private static final String READ = "read the state";
  private static final String WRITE = "write the state";
  private static final String DELETE = "delete the state";
  private static final String KEY = "tfstate";

  /** More parts than any state has: a server that claims more of them is not believed. */
  private static final int MOST_PARTS = 4096;

  /** Bytes of a part that isn't the last. */
  private static final int PART = 1 << 20;

  private static final int ATTEMPTS = 3;

  private final KubernetesApi api;
  private final StateNames names;

  SecretSnapshots(KubernetesApi api, StateNames names) {
    this.api = api;
    this.names = names;
  }

  @Override
  public String location(String workspace) {
    return api.namespace() + "/" + names.secret(workspace);
  }

  private static String version(JsonAnswer object) {
    return object.text("metadata", "resourceVersion").orElse("");
  }

  private byte[] data(JsonAnswer secret, String location) {
    try {
      return Base64.getDecoder().decode(secret.text("data", KEY).orElse(""));
    } catch (IllegalArgumentException e) {
      throw new StateException("The secret " + location + " has no Base64 in it.", e);
    }
  }

  @Override
  public Optional<Snapshot> read(String workspace) {
    for (int attempt = 1; ; attempt++) {
      Optional<JsonAnswer> secret = api.get(READ, Kind.SECRET, names.secret(workspace));
      if (secret.isEmpty()) {
        return Optional.empty();
      }
      byte[] compressed = data(secret.get(), location(workspace));
      if (compressed.length == 0) {
        return Optional.empty();
      }
      try {
        byte[] whole =
            compressed.length < PART ? compressed : joined(workspace, version(secret.get()));
        return Optional.of(
            new Snapshot(Gzip.content(location(workspace), whole), version(secret.get())));
      } catch (StateException e) {
        // A writer may be between two parts.
        if (compressed.length < PART || attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  /** All parts as they were at one time. */
  private byte[] joined(String workspace, String version) {
    Map<String, JsonAnswer> secrets = new HashMap<>();
    for (JsonAnswer each : api.list(READ, Kind.SECRET, names.selector(workspace))) {
      each.text("metadata", "name").ifPresent(name -> secrets.put(name, each));
    }
    String location = location(workspace);
    JsonAnswer first = secrets.getOrDefault(names.secret(workspace), JsonAnswer.NONE);
    if (!version(first).equals(version)) {
      throw SnapshotConflict.at(location);
    }
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    whole.writeBytes(data(first, location));
    for (int number = 1; ; number++) {
      JsonAnswer part = secrets.get(names.part(workspace, number));
      if (part == null) {
        return whole.toByteArray();
      }
      whole.writeBytes(data(part, location));
    }
  }

  @Override
  public Optional<byte[]> before(String workspace) {
    return Optional.empty();
  }

  @Override
  public Optional<String> version(String workspace) {
    return api.get(READ, Kind.SECRET, names.secret(workspace))
        .filter(secret -> secret.text("data", KEY).isPresent())
        .map(SecretSnapshots::version);
  }

  @Override
  public String write(String workspace, SnapshotWrite write) {
    byte[] compressed = Gzip.compressed(write.content());
    Optional<JsonAnswer> before = api.get(WRITE, Kind.SECRET, names.secret(workspace));
    boolean expected =
        before
            .filter(secret -> secret.text("data", KEY).isPresent())
            .map(SecretSnapshots::version)
            .equals(write.expected());
    if (!expected) {
      return writtenBefore(workspace, write);
    }
    byte[] first = Arrays.copyOf(compressed, Math.min(compressed.length, PART));
    Optional<JsonAnswer> written = put(workspace, names.secret(workspace), before, first);
    if (written.isEmpty()) {
      return writtenBefore(workspace, write);
    }
    boolean wasLarge =
        before.filter(secret -> data(secret, location(workspace)).length >= PART).isPresent();
    int parts = 0;
    for (int from = PART; from < compressed.length; from += PART) {
      parts++;
      String name = names.part(workspace, parts);
      byte[] part = Arrays.copyOfRange(compressed, from, Math.min(from + PART, compressed.length));
      if (put(workspace, name, api.get(WRITE, Kind.SECRET, name), part).isEmpty()) {
        throw SnapshotConflict.at(location(workspace));
      }
    }
    if (wasLarge) {
      forget(workspace, parts + 1);
    }
    return version(written.get());
  }

  private Optional<JsonAnswer> put(
      String workspace, String name, Optional<JsonAnswer> before, byte[] content) {
    Value data = Value.of(Base64.getEncoder().encodeToString(content));
    if (before.isPresent()) {
      JsonAnswer secret = names.labelled(before.get(), workspace).with(data, "data", KEY);
      return api.replace(WRITE, Kind.SECRET, name, secret);
    }
    JsonAnswer secret =
        names
            .object(Kind.SECRET, api.namespace(), name, workspace)
            .with(Value.of("gzip"), "metadata", "annotations", "encoding")
            .with(Value.of("Opaque"), "type")
            .with(data, "data", KEY);
    return api.create(WRITE, Kind.SECRET, secret);
  }

  /** Deletes the parts from a number on. */
  private void forget(String workspace, int first) {
    for (int number = first; number - first < MOST_PARTS; number++) {
      String name = names.part(workspace, number);
      if (api.get(DELETE, Kind.SECRET, name).isEmpty()) {
        return;
      }
      api.delete(DELETE, Kind.SECRET, name);
    }
    throw new StateException(
        "The cluster still has secrets of the state "
            + location(workspace)
            + " after "
            + MOST_PARTS
            + " were deleted: secrets with \"-part-\" numbers that no state needs. Check what"
            + " creates them.");
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
    String name = names.secret(workspace);
    Optional<JsonAnswer> secret = api.get(DELETE, Kind.SECRET, name);
    if (secret.isPresent()) {
      if (!secret.get().text("metadata", "labels", KEY).equals(Optional.of("true"))) {
        throw new StateException(
            "The secret "
                + location(workspace)
                + " has no label \"tfstate\", so it may not be a state. It was not deleted.");
      }
      api.delete(DELETE, Kind.SECRET, name);
      forget(workspace, 1);
    }
    Optional<JsonAnswer> lease = api.get(DELETE, Kind.LEASE, names.lease(workspace));
    if (lease.filter(each -> each.text("spec", "holderIdentity").isEmpty()).isPresent()) {
      api.delete(DELETE, Kind.LEASE, names.lease(workspace));
    }
  }

  @Override
  public List<String> workspaces() {
    return api.list("list the workspaces", Kind.SECRET, names.selector()).stream()
        .flatMap(
            secret ->
                secret
                    .text("metadata", "labels", "tfstateWorkspace")
                    .filter(
                        workspace ->
                            secret
                                .text("metadata", "name")
                                .equals(Optional.of("tfstate-" + workspace + "-" + names.suffix())))
                    .stream())
        .filter(workspace -> !workspace.equals(Workspaces.DEFAULT))
        .distinct()
        .toList();
  }

  @Override
  public Optional<Duration> interval() {
    return Optional.of(INTERVAL);
  }
}
