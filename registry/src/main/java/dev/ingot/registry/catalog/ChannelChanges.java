package dev.ingot.registry.catalog;

import dev.ingot.registry.content.RegistryException;
import dev.ingot.storage.sql.Session;
import java.sql.SQLException;
import java.util.Optional;

/** The changes of channels, within one transaction. */
public final class ChannelChanges {
  private final Transaction transaction;
  private final Session session;

  public ChannelChanges(Transaction transaction) {
    this.transaction = transaction;
    this.session = transaction.session();
  }

  public Channel create(String bucket, String name, boolean restricted) throws SQLException {
    requireBucket(bucket);
    Optional<Channel> known = ChannelRows.find(session, bucket, name);
    if (known.isEmpty()) {
      ChannelRows.create(transaction, bucket, name, false, restricted);
    } else {
      requireUnmanaged(known.get());
      session.update(
          "UPDATE channels SET restricted = ? WHERE bucket = ? AND name = ?",
          restricted ? 1 : 0,
          bucket,
          name);
    }
    return ChannelRows.required(session, bucket, name);
  }

  public Channel assign(String bucket, String name, String versionId, String actor, String reason)
      throws SQLException {
    requireBucket(bucket);
    Version version = VersionRows.required(session, versionId);
    if (!version.bucket().equals(bucket)) {
      throw new RegistryException(
          version.reference() + " belongs to bucket " + version.bucket() + ", not to " + bucket);
    }
    if (!version.usable()) {
      throw new RegistryException(
          version.reference()
              + " is "
              + VersionChanges.word(version.status())
              + version.revocation().map(why -> " (" + why.message() + ")").orElse("")
              + "; a channel can only point at an active version");
    }
    if (ChannelRows.find(session, bucket, name).isEmpty()) {
      ChannelRows.create(transaction, bucket, name, false, false);
    }
    Channel channel = ChannelRows.required(session, bucket, name);
    requireUnmanaged(channel);
    if (!channel.version().map(Version::id).equals(Optional.of(versionId))) {
      ChannelRows.move(transaction, channel, Optional.of(version), actor, reason, false);
    }
    return ChannelRows.required(session, bucket, name);
  }

  public Channel rollback(String bucket, String name, String actor, String reason)
      throws SQLException {
    Channel channel = ChannelRows.required(session, bucket, name);
    requireUnmanaged(channel);
    Optional<Version> before = ChannelRows.before(session, channel);
    if (before.isEmpty()) {
      throw new RegistryException(
          "channel "
              + bucket
              + "@"
              + name
              + " has no earlier version that is still active; assign one");
    }
    ChannelRows.move(transaction, channel, before, actor, reason, true);
    return ChannelRows.required(session, bucket, name);
  }

  public void delete(String bucket, String name, String actor) throws SQLException {
    requireUnmanaged(ChannelRows.required(session, bucket, name));
    session.update("DELETE FROM channels WHERE bucket = ? AND name = ?", bucket, name);
    session.update("DELETE FROM assignments WHERE bucket = ? AND channel = ?", bucket, name);
    transaction.tell(new RegistryEvent.ChannelDeleted(actor, bucket, name));
  }

  private void requireBucket(String bucket) throws SQLException {
    if (session
        .first("SELECT name FROM buckets WHERE name = ?", row -> row.getString(1), bucket)
        .isEmpty()) {
      throw new RegistryException("there is no bucket " + bucket + "; bake an image into it first");
    }
  }

  private static void requireUnmanaged(Channel channel) {
    if (channel.managed()) {
      throw new RegistryException(
          "channel "
              + channel.bucket()
              + "@"
              + channel.name()
              + " is managed by the registry; use another channel");
    }
  }
}
