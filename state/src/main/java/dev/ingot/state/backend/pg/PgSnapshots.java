package dev.ingot.state.backend.pg;

import dev.ingot.state.StateException;
import dev.ingot.state.session.Snapshot;
import dev.ingot.state.session.SnapshotStore;
import dev.ingot.state.session.SnapshotWrite;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A row for each workspace. The version of a row is the transaction that wrote it ({@code xmin}),
 * so a row is replaced only where it is still the one that was read.
 */
final class PgSnapshots implements SnapshotStore {
  private static final Duration INTERVAL = Duration.ofSeconds(20);

  private final PgDatabase database;

  PgSnapshots(PgDatabase database) {
    this.database = database;
  }

  @Override
  public String location(String workspace) {
    return database.location(workspace);
  }

  @Override
  public Optional<Snapshot> read(String workspace) {
    return database.run(
        "read the state",
        connection -> {
          try (PreparedStatement statement =
              connection.prepareStatement(
                  "SELECT data, xmin::text FROM " + database.table() + " WHERE name = ?")) {
            statement.setString(1, workspace);
            try (ResultSet row = statement.executeQuery()) {
              return row.next() ? snapshot(row) : Optional.empty();
            }
          }
        });
  }

  private static Optional<Snapshot> snapshot(ResultSet row) throws SQLException {
    String data = row.getString(1);
    return data == null
        ? Optional.empty()
        : Optional.of(new Snapshot(data.getBytes(StandardCharsets.UTF_8), row.getString(2)));
  }

  @Override
  public Optional<byte[]> before(String workspace) {
    return Optional.empty();
  }

  @Override
  public Optional<String> version(String workspace) {
    return database.run(
        "read the state",
        connection -> {
          try (PreparedStatement statement =
              connection.prepareStatement(
                  "SELECT xmin::text FROM "
                      + database.table()
                      + " WHERE name = ? AND data <> ''")) {
            statement.setString(1, workspace);
            try (ResultSet row = statement.executeQuery()) {
              return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
            }
          }
        });
  }

  @Override
  public String write(String workspace, SnapshotWrite write) {
    String content = new String(write.content(), StandardCharsets.UTF_8);
    Optional<String> version =
        database.run(
            "write the state",
            connection -> {
              try (PreparedStatement statement =
                  connection.prepareStatement(
                      write.expected().isPresent()
                          ? "UPDATE "
                              + database.table()
                              + " SET data = ? WHERE name = ? AND xmin::text = ?"
                              + " RETURNING xmin::text"
                          : "INSERT INTO "
                              + database.table()
                              + " AS present (data, name) VALUES (?, ?) ON CONFLICT (name) DO"
                              + " UPDATE SET data = EXCLUDED.data WHERE coalesce(present.data, '')"
                              + " = '' RETURNING xmin::text")) {
                statement.setString(1, content);
                statement.setString(2, workspace);
                if (write.expected().isPresent()) {
                  statement.setString(3, write.expected().get());
                }
                try (ResultSet row = statement.executeQuery()) {
                  return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
                }
              }
            });
    return version.orElseThrow(
        () ->
            new StateException(
                "The state "
                    + location(workspace)
                    + " was changed by another program meanwhile. It was not overwritten."));
  }

  @Override
  public void delete(String workspace) {
    database.run(
        "delete the state",
        connection -> {
          try (PreparedStatement statement =
              connection.prepareStatement("DELETE FROM " + database.table() + " WHERE name = ?")) {
            statement.setString(1, workspace);
            return statement.executeUpdate();
          }
        });
  }

  @Override
  public List<String> workspaces() {
    return database.run(
        "list workspaces",
        connection -> {
          try (PreparedStatement statement =
                  connection.prepareStatement(
                      "SELECT name FROM "
                          + database.table()
                          + " WHERE name <> 'default' ORDER BY name");
              ResultSet row = statement.executeQuery()) {
            List<String> names = new ArrayList<>();
            while (row.next()) {
              names.add(row.getString(1));
            }
            return names;
          }
        });
  }

  @Override
  public Optional<Duration> interval() {
    return Optional.of(INTERVAL);
  }
}
