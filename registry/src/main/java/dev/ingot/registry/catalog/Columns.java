package dev.ingot.registry.catalog;

import java.sql.ResultSet;
import java.sql.SQLException;

/** Columns that are never empty, unless a disk or a person changed them. */
final class Columns {
  private Columns() {}

  /**
   * The text of a column.
   *
   * @throws IllegalArgumentException if it is empty
   */
  static String text(ResultSet row, int column) throws SQLException {
    String text = row.getString(column);
    if (text == null) {
      throw new IllegalArgumentException(
          "a row lacks its " + row.getMetaData().getColumnName(column));
    }
    return text;
  }
}
