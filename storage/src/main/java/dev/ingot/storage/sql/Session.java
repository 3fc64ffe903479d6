package dev.ingot.storage.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Statements inside one transaction. Arguments may be {@code String}, {@code Long}, {@code
 * Integer}, {@code byte[]} or an {@code Optional} of these, whose empty value is SQL's NULL.
 */
public final class Session {
  private final Connection connection;

  Session(Connection connection) {
    this.connection = connection;
  }

  /** Maps the current row to a value. */
  @FunctionalInterface
  public interface RowMapper<T> {
    /** Called once for each row. */
    T map(ResultSet row) throws SQLException;
  }

  /** Reads the current row. */
  @FunctionalInterface
  public interface RowVisitor {
    /** Called once for each row; returning false stops. */
    boolean visit(ResultSet row) throws SQLException;
  }

  /** All rows. */
  public <T> List<T> all(String sql, RowMapper<T> mapper, Object... arguments) throws SQLException {
    List<T> found = new ArrayList<>();
    each(
        sql,
        row -> {
          found.add(mapper.map(row));
          return true;
        },
        arguments);
    return found;
  }

  /** The first row. */
  public <T> Optional<T> first(String sql, RowMapper<T> mapper, Object... arguments)
      throws SQLException {
    try (PreparedStatement statement = prepare(sql, arguments);
        ResultSet rows = statement.executeQuery()) {
      return rows.next() ? Optional.of(mapper.map(rows)) : Optional.empty();
    }
  }

  /** The rows one after the other, without holding all in memory. */
  public void each(String sql, RowVisitor visitor, Object... arguments) throws SQLException {
    try (PreparedStatement statement = prepare(sql, arguments);
        ResultSet rows = statement.executeQuery()) {
      boolean more = true;
      while (more && rows.next()) {
        more = visitor.visit(rows);
      }
    }
  }

  /**
   * Executes a change.
   *
   * @return the number of rows changed
   */
  public int update(String sql, Object... arguments) throws SQLException {
    try (PreparedStatement statement = prepare(sql, arguments)) {
      return statement.executeUpdate();
    }
  }

  private PreparedStatement prepare(String sql, Object... arguments) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    boolean bound = false;
    try {
      for (int position = 0; position < arguments.length; position++) {
        Object argument = arguments[position];
        if (argument instanceof Optional<?> optional) {
          if (optional.isPresent()) {
            statement.setObject(position + 1, optional.get());
          } else {
            statement.setNull(position + 1, java.sql.Types.NULL);
          }
        } else {
          statement.setObject(position + 1, argument);
        }
      }
      bound = true;
      return statement;
    } finally {
      if (!bound) {
        statement.close();
      }
    }
  }
}
