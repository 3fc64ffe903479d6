package dev.ingot.ledger;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.sqlite.JDBC;

/** Writes to a ledger's file past the ledger, as a tamperer would. */
final class Sqlite {
  private Sqlite() {}

  static void run(Path file, String... statements) throws SQLException {
    try (Connection connection =
            JDBC.createConnection("jdbc:sqlite:" + file.toUri(), new Properties());
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }
}
