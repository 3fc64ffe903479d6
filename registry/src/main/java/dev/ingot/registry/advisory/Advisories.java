package dev.ingot.registry.advisory;

import dev.ingot.registry.advisory.Advisory.Affected;
import dev.ingot.registry.advisory.Advisory.Event;
import dev.ingot.registry.advisory.Advisory.Kind;
import dev.ingot.registry.advisory.Advisory.Range;
import dev.ingot.storage.sql.Database;
import dev.ingot.storage.sql.Session;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * The advisories that were imported, in one SQLite file. Safe among threads and processes; every
 * method throws {@link dev.ingot.storage.sql.DatabaseException} if the file can't be read or
 * written.
 */
public final class Advisories implements AutoCloseable {
  private static final List<String> MIGRATIONS =
      List.of(
          """
          CREATE TABLE advisories (
            id TEXT PRIMARY KEY,
            name TEXT NOT NULL,
            modified INTEGER NOT NULL,
            withdrawn INTEGER NOT NULL
          ) STRICT, WITHOUT ROWID;
          CREATE INDEX advisories_by_name ON advisories (name);
          CREATE TABLE affected (
            ecosystem TEXT NOT NULL,
            package TEXT NOT NULL,
            id TEXT NOT NULL,
            place INTEGER NOT NULL,
            severity TEXT NOT NULL,
            ranges TEXT NOT NULL,
            versions TEXT NOT NULL,
            PRIMARY KEY (ecosystem, package, id, place)
          ) STRICT, WITHOUT ROWID;
          CREATE INDEX affected_by_id ON affected (id);
          """);

  private final Database database;

  private Advisories(Database database) {
    this.database = database;
  }

  /** Those below a registry's folder; the file is created where it is missing. */
  public static Advisories open(Path registry) {
    return new Advisories(Database.open(file(registry), MIGRATIONS));
  }

  /** Those below a registry's folder; empty if none were ever imported. */
  public static Optional<Advisories> find(Path registry) {
    return Files.exists(file(registry)) ? Optional.of(open(registry)) : Optional.empty();
  }

  private static Path file(Path registry) {
    return registry.resolve("advisories.db");
  }

  /**
   * A vulnerability that a package has.
   *
   * @param name the CVE, or what else names it
   * @param severity a word; may be empty
   * @param fixed the first version without it; may be empty
   */
  public record Match(String name, String severity, String fixed) {}

  /**
   * What was imported.
   *
   * @param added advisories that are new
   * @param changed those that are newer than what was known
   * @param unchanged those that were known
   * @param withdrawn those that are withdrawn
   * @param names what findings call all that are new, newer or withdrawn, and called them before
   */
  public record Imported(
      int added, int changed, int unchanged, int withdrawn, TreeSet<String> names) {
    /** How many there were. */
    public int total() {
      return added + changed + unchanged + withdrawn;
    }
  }

  /**
   * Imports advisories: all of them, or none.
   *
   * @param source passes each of them on; what it throws reaches the caller
   */
  public Imported write(Consumer<Consumer<Advisory>> source) {
    return database.write(
        session -> {
          Batch batch = new Batch(session);
          try {
            source.accept(batch);
          } catch (FailedException e) {
            throw e.reason();
          }
          return batch.imported();
        });
  }

  /** The vulnerabilities that a package has, each once. */
  public List<Match> of(InstalledPackage installed) {
    return database.read(session -> of(session, installed));
  }

  /** The same of many. */
  public Map<InstalledPackage, List<Match>> of(List<InstalledPackage> installed) {
    return database.read(
        session -> {
          Map<InstalledPackage, List<Match>> all = new LinkedHashMap<>();
          for (InstalledPackage one : installed) {
            List<Match> found = of(session, one);
            if (!found.isEmpty()) {
              all.put(one, found);
            }
          }
          return all;
        });
  }

  /** Whether there is an advisory that findings call so. */
  public boolean has(String name) {
    return database.read(
        session ->
            session
                .first("SELECT 1 FROM advisories WHERE name = ? LIMIT 1", _ -> true, name)
                .isPresent());
  }

  private static List<Match> of(Session session, InstalledPackage installed) throws SQLException {
    Map<String, Match> matches = new LinkedHashMap<>();
    for (Ecosystem ecosystem : installed.ecosystems()) {
      session.each(
          "SELECT a.name, p.severity, p.ranges, p.versions FROM affected p JOIN advisories a USING"
              + " (id) WHERE p.ecosystem = ? AND p.package = ? ORDER BY p.id, p.place",
          row -> {
            Affected affected =
                new Affected(
                    ecosystem,
                    installed.name(),
                    row.getString(2),
                    ranges(row.getString(3)),
                    List.of(row.getString(4).split("\n", -1)));
            if (affected.has(installed.version())) {
              Match _ =
                  matches.putIfAbsent(
                      row.getString(1),
                      new Match(
                          row.getString(1),
                          affected.severity(),
                          affected.fixedAfter(installed.version()).orElse("")));
            }
            return true;
          },
          ecosystem.key(),
          installed.name());
    }
    return new ArrayList<>(matches.values());
  }

  /** One range a line, its events divided by tabulators, each a letter and a version. */
  private static String text(List<Range> ranges) {
    List<String> lines = new ArrayList<>();
    for (Range range : ranges) {
      List<String> events = new ArrayList<>();
      for (Event event : range.events()) {
        events.add(letter(event.kind()) + event.version());
      }
      lines.add(String.join("\t", events));
    }
    return String.join("\n", lines);
  }

  private static List<Range> ranges(String text) {
    List<Range> ranges = new ArrayList<>();
    for (String line : text.split("\n", -1)) {
      List<Event> events = new ArrayList<>();
      for (String event : line.split("\t", -1)) {
        if (!event.isEmpty()) {
          events.add(event(event));
        }
      }
      ranges.add(new Range(events));
    }
    return ranges;
  }

  private static String letter(Kind kind) {
    return switch (kind) {
      case INTRODUCED -> "I";
      case FIXED -> "F";
      case LAST_AFFECTED -> "A";
      case LIMIT -> "L";
    };
  }

  private static Event event(String text) {
    Kind kind =
        switch (text.charAt(0)) {
          case 'I' -> Kind.INTRODUCED;
          case 'F' -> Kind.FIXED;
          case 'A' -> Kind.LAST_AFFECTED;
          default -> Kind.LIMIT;
        };
    return new Event(kind, text.substring(1));
  }

  @Override
  public void close() {
    database.close();
  }

  /** One import. */
  private static final class Batch implements Consumer<Advisory> {
    private final Session session;
    private final TreeSet<String> names = new TreeSet<>();
    private int added;
    private int changed;
    private int unchanged;
    private int withdrawn;

    Batch(Session session) {
      this.session = session;
    }

    private record Before(long modified, String name) {}

    @Override
    public void accept(Advisory advisory) {
      try {
        write(advisory);
      } catch (SQLException e) {
        throw new FailedException(e);
      }
    }

    private void write(Advisory advisory) throws SQLException {
      Optional<Before> before =
          session.first(
              "SELECT modified, name FROM advisories WHERE id = ?",
              row -> new Before(row.getLong(1), row.getString(2)),
              advisory.id());
      long modified = advisory.modified().toEpochMilli();
      if (before.filter(one -> one.modified() >= modified).isPresent()) {
        unchanged++;
        return;
      }
      names.add(advisory.name());
      before.ifPresent(one -> names.add(one.name()));
      session.update(
          "INSERT INTO advisories (id, name, modified, withdrawn) VALUES (?, ?, ?, ?) ON CONFLICT"
              + " (id) DO UPDATE SET name = excluded.name, modified = excluded.modified, withdrawn"
              + " = excluded.withdrawn",
          advisory.id(),
          advisory.name(),
          modified,
          advisory.withdrawn() ? 1 : 0);
      if (before.isPresent()) {
        session.update("DELETE FROM affected WHERE id = ?", advisory.id());
      }
      if (advisory.withdrawn()) {
        withdrawn++;
        return;
      }
      int place = 0;
      for (Affected affected : advisory.affected()) {
        session.update(
            "INSERT INTO affected (ecosystem, package, id, place, severity, ranges, versions)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?)",
            affected.ecosystem().key(),
            affected.name(),
            advisory.id(),
            place++,
            affected.severity(),
            text(affected.ranges()),
            String.join("\n", affected.versions()));
      }
      if (before.isPresent()) {
        changed++;
      } else {
        added++;
      }
    }

    Imported imported() {
      return new Imported(added, changed, unchanged, withdrawn, names);
    }
  }

  /** Carries the database's error through a consumer. */
  private static final class FailedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final SQLException reason;

    FailedException(SQLException reason) {
      super(reason);
      this.reason = reason;
    }

    SQLException reason() {
      return reason;
    }
  }
}
