package dev.ingot.registry.catalog;

import dev.ingot.registry.content.RegistryException;
import dev.ingot.storage.sql.Session;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Reads and moves channels. */
public final class ChannelRows {
  private static final String SELECT =
      "SELECT bucket, name, version, managed, restricted, created FROM channels ";

  private ChannelRows() {}

  private record Row(
      String bucket,
      String name,
      Optional<String> version,
      boolean managed,
      boolean restricted,
      Instant created) {}

  public static List<Channel> all(Session session, String condition, Object... arguments)
      throws SQLException {
    List<Channel> channels = new ArrayList<>();
    for (Row row : session.all(SELECT + condition, ChannelRows::row, arguments)) {
      Optional<Version> version =
          row.version().isEmpty()
              ? Optional.empty()
              : VersionRows.byId(session, row.version().get());
      channels.add(
          new Channel(
              row.bucket(), row.name(), version, row.managed(), row.restricted(), row.created()));
    }
    return channels;
  }

  public static Optional<Channel> find(Session session, String bucket, String name)
      throws SQLException {
    return all(session, "WHERE bucket = ? AND name = ?", bucket, name).stream().findFirst();
  }

  static Channel required(Session session, String bucket, String name) throws SQLException {
    return find(session, bucket, name)
        .orElseThrow(() -> new RegistryException("bucket " + bucket + " has no channel " + name));
  }

  static void create(
      Transaction transaction, String bucket, String name, boolean managed, boolean restricted)
      throws SQLException {
    transaction
        .session()
        .update(
            "INSERT INTO channels (bucket, name, version, managed, restricted, created)"
                + " VALUES (?, ?, NULL, ?, ?, ?)",
            bucket,
            name,
            managed ? 1 : 0,
            restricted ? 1 : 0,
            transaction.now().toString());
  }

  static void move(
      Transaction transaction,
      Channel channel,
      Optional<Version> to,
      String actor,
      String reason,
      boolean rollback)
      throws SQLException {
    Session session = transaction.session();
    session.update(
        "UPDATE channels SET version = ? WHERE bucket = ? AND name = ?",
        to.map(Version::id),
        channel.bucket(),
        channel.name());
    session.update(
        "INSERT INTO assignments (bucket, channel, time, actor, from_version, to_version, reason,"
            + " rollback) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        channel.bucket(),
        channel.name(),
        transaction.now().toString(),
        actor,
        channel.version().map(Version::id),
        to.map(Version::id),
        reason,
        rollback ? 1 : 0);
    transaction.tell(
        new RegistryEvent.ChannelAssigned(
            actor, channel.bucket(), channel.name(), channel.version(), to, reason, rollback));
  }

  /** Points {@code latest} at the newest active version, if it doesn't yet. */
  static void moveLatest(Transaction transaction, String bucket, String actor, String reason)
      throws SQLException {
    Session session = transaction.session();
    Optional<Version> newest =
        VersionRows.first(
            session, "WHERE bucket = ? AND status = 'ACTIVE' ORDER BY number DESC", bucket);
    Channel latest = required(session, bucket, Channel.LATEST);
    if (!newest.map(Version::id).equals(latest.version().map(Version::id))) {
      move(transaction, latest, newest, actor, reason, false);
    }
  }

  /** The moves of a channel, the newest first. */
  public static List<Assignment> history(Session session, String bucket, String name)
      throws SQLException {
    return session.all(
        "SELECT bucket, channel, time, actor, from_version, to_version, reason, rollback"
            + " FROM assignments WHERE bucket = ? AND channel = ? ORDER BY sequence DESC",
        ChannelRows::assignment,
        bucket,
        name);
  }

  /**
   * The version that was assigned before the present one and is still active. Rolling back twice
   * goes back two moves, not back and forth: a rollback takes the move it undid out of the
   * sequence.
   */
  static Optional<Version> before(Session session, Channel channel) throws SQLException {
    Deque<Optional<String>> moves = new ArrayDeque<>();
    for (Assignment assignment : history(session, channel.bucket(), channel.name()).reversed()) {
      if (assignment.rollback()) {
        while (!moves.isEmpty() && !moves.peek().equals(assignment.to())) {
          moves.pop();
        }
      } else {
        moves.push(assignment.to());
      }
    }
    Optional<String> present = channel.version().map(Version::id);
    for (Optional<String> earlier : moves) {
      if (earlier.isPresent() && !earlier.equals(present)) {
        Optional<Version> version = VersionRows.byId(session, earlier.get());
        if (version.isPresent() && version.get().usable()) {
          return version;
        }
      }
    }
    return Optional.empty();
  }

  private static Row row(ResultSet row) throws SQLException {
    return new Row(
        Columns.text(row, 1),
        Columns.text(row, 2),
        Optional.ofNullable(row.getString(3)),
        row.getInt(4) != 0,
        row.getInt(5) != 0,
        Instant.parse(Columns.text(row, 6)));
  }

  private static Assignment assignment(ResultSet row) throws SQLException {
    return new Assignment(
        Columns.text(row, 1),
        Columns.text(row, 2),
        Instant.parse(Columns.text(row, 3)),
        Columns.text(row, 4),
        Optional.ofNullable(row.getString(5)),
        Optional.ofNullable(row.getString(6)),
        Columns.text(row, 7),
        row.getInt(8) != 0);
  }
}
