package dev.ingot.registry;

import dev.ingot.registry.catalog.Assignment;
import dev.ingot.registry.catalog.Catalog;
import dev.ingot.registry.catalog.Channel;
import dev.ingot.registry.catalog.ChannelChanges;
import dev.ingot.registry.catalog.ChannelRows;
import dev.ingot.registry.catalog.Version;
import dev.ingot.registry.content.RegistryException;
import java.util.List;
import java.util.Optional;

/**
 * The channels of a registry: names in a bucket that point at one of its versions.
 *
 * <p>Every method throws {@link RegistryException} if the registry can't be read or written.
 */
public final class Channels {
  private final Catalog catalog;

  Channels(Catalog catalog) {
    this.catalog = catalog;
  }

  /** The channels of a bucket, by name. */
  public List<Channel> in(String bucket) {
    return catalog.read(
        session -> ChannelRows.all(session, "WHERE bucket = ? ORDER BY name", bucket));
  }

  /** One channel. */
  public Optional<Channel> find(String bucket, String name) {
    return catalog.read(session -> ChannelRows.find(session, bucket, name));
  }

  /** The channels that point at a version, by name. */
  public List<Channel> at(Version version) {
    return catalog.read(
        session -> ChannelRows.all(session, "WHERE version = ? ORDER BY name", version.id()));
  }

  /**
   * Creates a channel that points nowhere yet; of one that exists, sets whether it is restricted.
   */
  public Channel create(String bucket, String name, boolean restricted) {
    Names.require("channel", name);
    return catalog.write(
        transaction -> new ChannelChanges(transaction).create(bucket, name, restricted));
  }

  /**
   * Points a channel, created where needed, at an active version of its bucket.
   *
   * @throws RegistryException also if the channel is managed, or the version isn't active
   */
  public Channel assign(
      String bucket, String channel, String versionId, String actor, String reason) {
    Names.require("channel", channel);
    return catalog.write(
        transaction ->
            new ChannelChanges(transaction).assign(bucket, channel, versionId, actor, reason));
  }

  /**
   * Points a channel at the version before the present one that is still active; again, at the one
   * before that.
   *
   * @throws RegistryException also if there is none, or the channel is managed
   */
  public Channel rollback(String bucket, String channel, String actor, String reason) {
    return catalog.write(
        transaction -> new ChannelChanges(transaction).rollback(bucket, channel, actor, reason));
  }

  /** Removes a channel and its history. */
  public void delete(String bucket, String channel, String actor) {
    catalog.change(transaction -> new ChannelChanges(transaction).delete(bucket, channel, actor));
  }

  /** The moves of a channel, the newest first. */
  public List<Assignment> history(String bucket, String channel) {
    return catalog.read(session -> ChannelRows.history(session, bucket, channel));
  }
}
