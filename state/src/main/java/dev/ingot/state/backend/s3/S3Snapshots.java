package dev.ingot.state.backend.s3;

import dev.ingot.state.StateException;
import dev.ingot.state.backend.Workspaces;
import dev.ingot.state.backend.s3.Bucket.Written;
import dev.ingot.state.session.Snapshot;
import dev.ingot.state.session.SnapshotStore;
import dev.ingot.state.session.SnapshotWrite;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An object for each workspace. Its version is its entity tag, and it is replaced only where that
 * is still the one that was read, as far as the store can do that. With a table, the digest of the
 * content is kept there, as Terraform does it, and checked by every reading.
 */
final class S3Snapshots implements SnapshotStore {
  private static final Duration INTERVAL = Duration.ofSeconds(20);

  private static final String READ_DIGEST = "read the state's digest";
  private static final String WRITE_DIGEST = "write the state's digest";
  private static final String DIGEST = "Digest";

  /** Of a digest's item: the digest of what is being written; Terraform doesn't look at it. */
  private static final String NEXT = "IngotNextDigest";

  private final Bucket bucket;
  private final String key;
  private final String prefix;
  private final Optional<DynamoTable> table;

  /**
   * @param key of the default workspace's state
   * @param prefix of the others' keys
   */
  S3Snapshots(Bucket bucket, String key, String prefix, Optional<DynamoTable> table) {
    this.bucket = bucket;
    this.key = key;
    this.prefix = prefix;
    this.table = table;
  }

  String key(String workspace) {
    return workspace.equals(Workspaces.DEFAULT) ? key : folder() + workspace + "/" + key;
  }

  private String folder() {
    return prefix.isEmpty() ? "" : prefix + "/";
  }

  private String digestId(String workspace) {
    return location(workspace) + "-md5";
  }

  @Override
  public String location(String workspace) {
    return bucket.name() + "/" + key(workspace);
  }

  @Override
  public Optional<Snapshot> read(String workspace) {
    Optional<Bucket.Stored> stored = bucket.get("read the state", key(workspace));
    if (table.isPresent()) {
      check(workspace, digest(stored).orElse(""), table.get());
    }
    return stored
        .filter(object -> object.content().length > 0)
        .map(object -> new Snapshot(object.content(), object.tag()));
  }

  private void check(String workspace, String actual, DynamoTable digests) {
    Optional<String> expected = digests.get(READ_DIGEST, digestId(workspace), DIGEST);
    if (expected.isPresent() && !expected.get().equals(actual)) {
      // A writer that was cut off between the object and its digest has said which one comes.
      Optional<String> next = digests.get(READ_DIGEST, digestId(workspace), NEXT);
      if (next.filter(actual::equals).isPresent()) {
        return;
      }
      throw new StateException(
          "error loading state: state data in S3 does not have the expected content.\n\n"
              + "The checksum calculated for the state stored in S3 does not match the checksum\n"
              + "stored in DynamoDB.\n\n"
              + "Bucket: "
              + bucket.name()
              + "\nKey:    "
              + key(workspace)
              + "\nCalculated checksum: "
              + actual
              + "\nStored checksum:     "
              + expected.get()
              + "\n\n"
              + "This may be caused by unusually long delays in S3 processing a previous state\n"
              + "update. Please wait for a minute or two and try again.\n\n"
              + "If this problem persists, and neither S3 nor DynamoDB are experiencing an\n"
              + "outage, you may need to manually verify the remote state and update the Digest\n"
              + "value stored in the DynamoDB table to the following value: "
              + actual
              + "\n");
    }
  }

  @Override
  public Optional<byte[]> before(String workspace) {
    return Optional.empty();
  }

  @Override
  public Optional<String> version(String workspace) {
    return bucket.version("read the state", key(workspace));
  }

  @Override
  public String write(String workspace, SnapshotWrite write) {
    String digest = HexFormat.of().formatHex(Bucket.md5(write.content()));
    table.ifPresent(
        digests -> {
          settle(workspace, digests);
          digests.set(WRITE_DIGEST, digestId(workspace), NEXT, digest);
        });
    Map<String, String> condition =
        write
            .expected()
            .map(tag -> Map.of("If-Match", tag))
            .orElseGet(() -> Map.of("If-None-Match", "*"));
    Written written = bucket.put("write the state", key(workspace), write.content(), condition);
    if (written instanceof Written.Unconditional) {
      written = bucket.put("write the state", key(workspace), write.content(), Map.of());
    }
    String tag =
        switch (written) {
          case Written.Done(String fresh) -> fresh;
          case Written.Refused _, Written.Unconditional _ -> writtenBefore(workspace, write);
        };
    table.ifPresent(digests -> digests.put(WRITE_DIGEST, digestId(workspace), DIGEST, digest));
    return tag;
  }

  /**
   * Only a writer that was cut off leaves a next digest. If its object is there, that becomes the
   * digest: the next one is about to be forgotten, and this writer may be cut off, too.
   */
  private void settle(String workspace, DynamoTable digests) {
    Optional<String> next = digests.get(READ_DIGEST, digestId(workspace), NEXT);
    if (next.isPresent() && next.equals(digest(bucket.get("read the state", key(workspace))))) {
      digests.put(WRITE_DIGEST, digestId(workspace), DIGEST, next.get());
    }
  }

  private static Optional<String> digest(Optional<Bucket.Stored> stored) {
    return stored.map(object -> HexFormat.of().formatHex(Bucket.md5(object.content())));
  }

  /** A write whose answer was lost was sent again: then it is there already. */
  private String writtenBefore(String workspace, SnapshotWrite write) {
    Optional<Bucket.Stored> present = bucket.get("read the state", key(workspace));
    if (present.isPresent() && Arrays.equals(present.get().content(), write.content())) {
      return present.get().tag();
    }
    if (present.isPresent() && present.get().content().length == 0 && write.expected().isEmpty()) {
      Written over =
          bucket.put(
              "write the state",
              key(workspace),
              write.content(),
              Map.of("If-Match", present.get().tag()));
      if (over instanceof Written.Done(String tag)) {
        return tag;
      }
    }
    throw new StateException(
        "The state "
            + location(workspace)
            + " was changed by another program meanwhile. It was not overwritten.");
  }

  /** The digest first: a state without one is readable, a digest without its state isn't. */
  @Override
  public void delete(String workspace) {
    table.ifPresent(digests -> digests.delete("delete the state's digest", digestId(workspace)));
    bucket.delete("delete the state", key(workspace));
  }

  @Override
  public List<String> workspaces() {
    List<String> names = new ArrayList<>();
    for (String found : bucket.keys("list the workspaces", folder())) {
      String end = "/" + key;
      if (found.startsWith(folder())
          && found.endsWith(end)
          && found.length() > folder().length() + end.length()) {
        String name = found.substring(folder().length(), found.length() - end.length());
        if (name.indexOf('/') < 0) {
          names.add(name);
        }
      }
    }
    return names;
  }

  @Override
  public Optional<Duration> interval() {
    return Optional.of(INTERVAL);
  }
}
