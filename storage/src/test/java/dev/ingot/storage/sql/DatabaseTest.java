package dev.ingot.storage.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseTest {
  private static final String FIRST = "CREATE TABLE t (a INTEGER, b BLOB) STRICT;\n";
  private static final Duration SHORT = Duration.ofMillis(50);

  @TempDir Path folder;

  private Database open(String... migrations) {
    return Database.open(folder.resolve("t.db"), List.of(migrations), SHORT);
  }

  private static int count(Database database) {
    return database
        .read(session -> session.first("SELECT count(*) FROM t", row -> row.getInt(1)))
        .orElse(-1);
  }

  @Test
  void migrationsRunOnceAndInOrder() {
    try (Database database = open(FIRST)) {
      database.write(session -> session.update("INSERT INTO t VALUES (?, ?)", 1, Optional.empty()));
    }
    try (Database database =
        open(FIRST, "ALTER TABLE t ADD COLUMN c TEXT;\nUPDATE t SET c = 'x';\n")) {
      Optional<String> added =
          database.read(session -> session.first("SELECT c FROM t", row -> row.getString(1)));
      assertThat(added).contains("x");
    }
  }

  @Test
  void aFailedMigrationLeavesTheOldVersion() {
    open(FIRST).close();
    assertThatThrownBy(() -> open(FIRST, "ALTER TABLE t ADD COLUMN c TEXT;\nNONSENSE;\n"))
        .isInstanceOf(DatabaseException.class);
    try (Database database = open(FIRST)) {
      assertThat(count(database)).isZero();
    }
  }

  @Test
  void aFailedWriteChangesNothing() {
    try (Database database = open(FIRST)) {
      assertThatThrownBy(
              () ->
                  database.write(
                      session -> {
                        session.update("INSERT INTO t VALUES (1, NULL)");
                        throw new SQLException("no");
                      }))
          .isInstanceOf(DatabaseException.class);
      assertThat(count(database)).isZero();
    }
  }

  @Test
  void anotherWriterIsNamedAsTheReason() {
    try (Database database = open(FIRST);
        Database other = open(FIRST)) {
      database.write(
          session -> {
            assertThatThrownBy(
                    () -> other.write(inner -> inner.update("INSERT INTO t VALUES (1, NULL)")))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining("another process has locked it");
            assertThat(count(other)).isZero();
            return true;
          });
    }
  }

  @Test
  void aFullDiskIsNamedAsTheReasonAndLosesNothing() {
    try (Database database = open(FIRST)) {
      database.write(session -> session.update("INSERT INTO t VALUES (1, NULL)"));
      var _ =
          database.read(session -> session.first("PRAGMA max_page_count=6", row -> row.getInt(1)));
      assertThatThrownBy(
              () ->
                  database.write(
                      session -> session.update("INSERT INTO t VALUES (2, ?)", new byte[100_000])))
          .isInstanceOf(DatabaseException.class)
          .hasMessageContaining("the disk is full; nothing was written");
      assertThat(count(database)).isEqualTo(1);
    }
  }
}
