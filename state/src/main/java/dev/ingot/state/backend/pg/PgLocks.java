package dev.ingot.state.backend.pg;

import dev.ingot.state.LockInfo;
import dev.ingot.state.StateException;
import dev.ingot.state.StateFencedException;
import dev.ingot.state.remote.StoreLocks;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Advisory locks, which end with the session that holds them. A state that exists is locked by the
 * id of its row, one that doesn't by the number -1, as Terraform does it: each excludes the other.
 *
 * <pre>
 *   what happens to the session        what this process does
 *   its connection breaks              connects again and takes the lock again; stops if it can't
 *   somebody terminates it             stops: that is how the lock is forced open
 * </pre>
 */
final class PgLocks implements StoreLocks {
  private static final long CREATION = -1;
  private static final Duration CHECK = Duration.ofSeconds(10);

  private final PgDatabase database;

  /** The number each workspace is locked by here. */
  private final Map<String, Long> held = new ConcurrentHashMap<>();

  PgLocks(PgDatabase database) {
    this.database = database;
  }

  @Override
  public Attempt attempt(String workspace, LockInfo info) {
    if (held.containsKey(workspace)) {
      return new Attempt.Refused("Workspace is already locked: " + workspace, Optional.empty());
    }
    Attempt attempt =
        database.run("lock the state", connection -> attempt(connection, workspace, info));
    if (attempt instanceof Attempt.Taken) {
      database.onReconnection(Optional.of(connection -> takeAgain(connection, workspace, info)));
    }
    return attempt;
  }

  private Attempt attempt(Connection connection, String workspace, LockInfo info)
      throws SQLException {
    Optional<Long> row = row(connection, workspace);
    if (row.isPresent() && !call(connection, "pg_try_advisory_lock", row.get())) {
      return refused(connection, "Workspace is already locked: " + workspace, row.get());
    }
    // Whoever created the row a moment ago still holds the lock of what doesn't exist.
    if (!call(connection, "pg_try_advisory_lock", CREATION)) {
      if (row.isPresent()) {
        call(connection, "pg_advisory_unlock", row.get());
      }
      return refused(connection, "Already locked for workspace creation: " + workspace, CREATION);
    }
    if (row.isPresent()) {
      call(connection, "pg_advisory_unlock", CREATION);
    }
    rename(connection, PgDatabase.sessionName(info.id()));
    held.put(workspace, row.orElse(CREATION));
    return new Attempt.Taken(info);
  }

  private Optional<Long> row(Connection connection, String workspace) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT id FROM " + database.table() + " WHERE name = ?")) {
      statement.setString(1, workspace);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? Optional.of(row.getLong(1)) : Optional.empty();
      }
    }
  }

  private static boolean call(Connection connection, String function, long number)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("SELECT " + function + "(?)")) {
      statement.setLong(1, number);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() && row.getBoolean(1);
      }
    }
  }

  /** Other sessions see whose lock it is, and can be told to end it. */
  private static void rename(Connection connection, String name) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT set_config('application_name', ?, false)")) {
      statement.setString(1, name);
      statement.executeQuery().close();
    }
  }

  private static Attempt refused(Connection connection, String problem, long number)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT a.pid, a.usename, a.application_name, coalesce(host(a.client_addr), 'local'),"
                + " a.backend_start FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid WHERE"
                + " l.locktype = 'advisory' AND l.granted AND l.objsubid = 1 AND"
                + " ((l.classid::bigint << 32) | l.objid::bigint) = ? AND l.database = (SELECT oid"
                + " FROM pg_database WHERE datname = current_database())")) {
      statement.setLong(1, number);
      try (ResultSet row = statement.executeQuery()) {
        return new Attempt.Refused(
            problem, row.next() ? Optional.of(holder(row)) : Optional.empty());
      }
    }
  }

  private static LockInfo holder(ResultSet row) throws SQLException {
    long process = row.getLong(1);
    String name = Optional.ofNullable(row.getString(3)).orElse("");
    String prefix = PgDatabase.sessionName("");
    Timestamp began = row.getTimestamp(5);
    return new LockInfo(
        name.startsWith(prefix) ? name.substring(prefix.length()) : Long.toString(process),
        "",
        "session " + process + " of the database",
        Optional.ofNullable(row.getString(2)).orElse("?") + "@" + row.getString(4),
        "",
        began == null ? Instant.EPOCH : began.toInstant(),
        "");
  }

  private void takeAgain(Connection connection, String workspace, LockInfo info)
      throws SQLException {
    held.remove(workspace);
    Attempt attempt = attempt(connection, workspace, info);
    if (attempt instanceof Attempt.Refused(String _, Optional<LockInfo> holder)
        && holder.map(LockInfo::id).equals(Optional.of(info.id()))) {
      // The database hasn't noticed yet that the old connection is gone.
      boolean _ = end(connection, info.id());
      attempt = attempt(connection, workspace, info);
    }
    if (!(attempt instanceof Attempt.Taken)) {
      throw new StateFencedException(
          "The connection to the database broke, and another process has locked the state since:"
              + " this process has stopped writing.");
    }
  }

  @Override
  public Standing standing(String workspace, LockInfo info) {
    try {
      return database.run(
          "check the lock",
          connection -> {
            call(connection, "abs", 1);
            return Standing.HELD;
          });
    } catch (StateFencedException e) {
      return Standing.LOST;
    } catch (StateException e) {
      if (database.wasTerminated()) {
        return Standing.LOST;
      }
      throw e;
    }
  }

  @Override
  public Optional<Duration> checkEvery() {
    return Optional.of(CHECK);
  }

  @Override
  public void release(String workspace, LockInfo info) {
    database.onReconnection(Optional.empty());
    Long number = held.remove(workspace);
    if (number == null) {
      return;
    }
    database.run(
        "unlock the state",
        connection -> {
          rename(connection, "ingot");
          return call(connection, "pg_advisory_unlock", number);
        });
  }

  /** Ends the session that holds a lock under an ID; whether there was one. */
  private static boolean end(Connection connection, String id) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT pg_terminate_backend(a.pid, 5000) FROM pg_stat_activity a WHERE a.pid <>"
                + " pg_backend_pid() AND (a.application_name = ? OR a.pid::text = ?) AND EXISTS"
                + " (SELECT 1 FROM pg_locks l WHERE l.pid = a.pid AND l.locktype = 'advisory' AND"
                + " l.granted)")) {
      statement.setString(1, PgDatabase.sessionName(id));
      statement.setString(2, id);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() && row.getBoolean(1);
      }
    }
  }

  @Override
  public void force(String workspace, String id) {
    boolean ended = database.run("unlock the state", connection -> end(connection, id));
    if (!ended) {
      throw new StateException(
          "No session of the database holds a lock under the ID \""
              + id
              + "\". A lock ends with its session: if the process that held it is gone, so is the"
              + " lock.");
    }
  }
}
