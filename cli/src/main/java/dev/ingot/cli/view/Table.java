package dev.ingot.cli.view;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Rows under a head, each column as wide as its widest cell. */
public final class Table {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

  private final List<List<String>> rows = new ArrayList<>();

  /** A table with the heads of its columns. */
  public Table(String... heads) {
    rows.add(List.of(heads));
  }

  /** Adds a row. */
  public Table row(String... cells) {
    rows.add(List.of(cells));
    return this;
  }

  /** Whether it has no rows. */
  public boolean isEmpty() {
    return rows.size() == 1;
  }

  /** The lines, without a line end at the end. */
  public String text() {
    return text(Integer.MAX_VALUE);
  }

  /** The same for a terminal of so many columns: what goes beyond is cut off. */
  public String text(int width) {
    int columns = rows.getFirst().size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], row.get(i).codePointCount(0, row.get(i).length()));
      }
    }
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < columns; i++) {
        String cell = row.get(i);
        line.append(cell).append(" ".repeat(widths[i] - cell.codePointCount(0, cell.length()) + 2));
      }
      text.append(cut(line.toString().stripTrailing(), width)).append('\n');
    }
    return text.substring(0, text.length() - 1);
  }

  private static String cut(String line, int width) {
    return line.codePointCount(0, line.length()) <= width
        ? line
        : line.substring(0, line.offsetByCodePoints(0, width - 1)) + "…";
  }

  /** A time in the zone of the user. */
  public static String time(Instant instant) {
    return TIME.format(instant.atZone(ZoneId.systemDefault()));
  }

  /** A duration as text for people. */
  public static String duration(Duration duration) {
    long millis = duration.toMillis();
    return millis < 10_000
        ? String.format(Locale.ROOT, "%.1f s", millis / 1000.0)
        : millis < 120_000
            ? millis / 1000 + " s"
            : String.format(Locale.ROOT, "%d min %02d s", millis / 60_000, millis / 1000 % 60);
  }

  /** A number of bytes as text for people. */
  public static String bytes(long size) {
    return size < 1_000
        ? size + " B"
        : size < 1_000_000
            ? String.format(Locale.ROOT, "%.1f kB", size / 1e3)
            : size < 1_000_000_000
                ? String.format(Locale.ROOT, "%.1f MB", size / 1e6)
                : String.format(Locale.ROOT, "%.1f GB", size / 1e9);
  }

  /** The beginning of a digest, enough to tell it from others. */
  public static String digest(String digest) {
    return digest.length() > 19 ? digest.substring(0, 19) : digest;
  }
}
