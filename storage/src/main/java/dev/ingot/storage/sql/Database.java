package dev.ingot.storage.sql;

import dev.ingot.storage.FileReason;
import dev.ingot.storage.PrivateFiles;
import dev.ingot.storage.RegularFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.sqlite.JDBC;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * One SQLite file in WAL mode with {@code synchronous=FULL}: a committed write has reached the
 * disk. Safe among threads (one at a time) and processes (writers take SQLite's write lock at once
 * and wait for each other). The schema's version is the file's {@code user_version}.
 *
 * <p>If nothing can be written, it is opened read-only.
 */
public final class Database implements AutoCloseable {
  /** How long a process waits for another one's write lock. */
  public static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final String NOT_WRITABLE =
      "it can't be opened for writing; check the owner and permissions of the file and its folder";

  private final Path file;
  private final boolean readOnly;
  private final Duration patience;
  private final Connection connection;
  private final ReentrantLock lock = new ReentrantLock();

  private Database(Path file, Connection connection, Duration patience, boolean readOnly) {
    this.readOnly = readOnly;
    this.file = file;
    this.patience = patience;
    this.connection = connection;
  }

  /** The work of a transaction. */
  @FunctionalInterface
  public interface Work<T> {
    /** Runs the statements; an exception undoes them all. */
    T run(Session session) throws SQLException;
  }

  /**
   * Opens a file, creates it and its folder where missing, and brings its schema up to date.
   *
   * @param migrations scripts; the one at index {@code i} leads from version {@code i} to {@code i
   *     + 1}. Their statements are separated by a semicolon at the end of a line.
   * @throws DatabaseException if it can't be opened, is damaged, or was written by a newer program
   */
  public static Database open(Path file, List<String> migrations) {
    return open(file, migrations, PATIENCE);
  }

  static Database open(Path file, List<String> migrations, Duration patience) {
    Path absolute = file.toAbsolutePath();
    try {
      RegularFile.require(absolute);
    } catch (IOException e) {
      throw new DatabaseException("can't open " + FileReason.of(e), e);
    }
    if (isReadOnly(absolute)) {
      return openForReading(absolute, migrations, patience);
    }
    try {
      Path folder = absolute.getParent();
      if (folder != null) {
        PrivateFiles.createFolders(folder);
      }
      // SQLite gives its own files beside this one the same mode.
      PrivateFiles.createFile(absolute);
    } catch (IOException e) {
      throw new DatabaseException(
          "can't create "
              + absolute
              + ": "
              + FileReason.of(e)
              + "; check its owner and permissions",
          e);
    }
    // The URI form, so that a '?' in a path isn't taken for the start of options.
    Connection connection = connect(absolute, absolute.toUri().toASCIIString());
    Database database = new Database(absolute, connection, patience, false);
    boolean ready = false;
    try {
      database.prepare(migrations);
      ready = true;
      return database;
    } finally {
      if (!ready) {
        database.close();
      }
    }
  }

  /** Whether the file, or the folder it would be created in, is read-only. */
  private static boolean isReadOnly(Path file) {
    Path at = file;
    while (!Files.exists(at)) {
      Path parent = at.getParent();
      if (parent == null) {
        return false;
      }
      at = parent;
    }
    return !Files.isWritable(at) || (at.equals(file) && !Files.isWritable(file.resolveSibling("")));
  }

  /** A missing file reads as an empty one. */
  private static Database openForReading(Path file, List<String> migrations, Duration patience) {
    boolean exists = Files.exists(file);
    @Nullable Database database = null;
    boolean ready = false;
    try {
      database =
          new Database(
              file, connect(file, exists ? readOnlyUri(file) : ":memory:"), patience, true);
      // For views of one's own, where nothing can be written.
      database.execute("PRAGMA temp_store=MEMORY");
      if (!exists) {
        database.migrate(migrations);
      }
      if (database.version() != migrations.size()) {
        throw new DatabaseException(
            file
                + " has schema version "
                + database.version()
                + ", this program needs version "
                + migrations.size()
                + ", and it can't be changed: it is read-only; use the Ingot that wrote it, or make"
                + " it writable once");
      }
      ready = true;
      return database;
    } catch (SQLException e) {
      throw explained(file, "open", e);
    } finally {
      if (!ready && database != null) {
        database.close();
      }
    }
  }

  /**
   * Without a write-ahead log beside it, a file in another user's folder can only be opened as
   * immutable.
   */
  private static String readOnlyUri(Path file) {
    boolean hasLog = Files.exists(file.resolveSibling(file.getFileName() + "-wal"));
    return file.toUri().toASCIIString() + (hasLog ? "?mode=ro" : "?immutable=1");
  }

  private static Connection connect(Path file, String place) {
    try {
      return JDBC.createConnection("jdbc:sqlite:" + place, new Properties());
    } catch (SQLException e) {
      throw explained(file, "open", e);
    }
  }

  /** Whether it was opened for reading only, since nothing can be written. */
  public boolean isReadOnly() {
    return readOnly;
  }

  /** The file. */
  public Path file() {
    return file;
  }

  /**
   * Reads one consistent state.
   *
   * @throws DatabaseException if that isn't possible
   */
  public <T> T read(Work<T> work) {
    return transaction("BEGIN", "read", work);
  }

  /**
   * Writes, holding the write lock from the start. When this returns, the change is on the disk.
   *
   * @throws DatabaseException if that isn't possible; nothing was changed then
   */
  public <T> T write(Work<T> work) {
    if (readOnly) {
      throw new DatabaseException("can't write " + file + ": " + NOT_WRITABLE);
    }
    return transaction("BEGIN IMMEDIATE", "write", work);
  }

  /** Closes the file; other processes aren't affected. */
  @Override
  public void close() {
    lock.lock();
    try {
      connection.close();
    } catch (SQLException e) {
      throw explained(file, "close", e);
    } finally {
      lock.unlock();
    }
  }

  private void prepare(List<String> migrations) {
    try {
      execute("PRAGMA busy_timeout=" + patience.toMillis());
      switchToWal();
      execute("PRAGMA synchronous=FULL");
      execute("PRAGMA foreign_keys=ON");
    } catch (SQLException e) {
      throw explained(file, "open", e);
    }
    if (version() != migrations.size()) {
      transaction(
          "BEGIN IMMEDIATE",
          "migrate",
          session -> {
            migrate(migrations);
            return true;
          });
    }
  }

  // SQLite returns "busy" here at once, ignoring its busy timeout, when two processes create the
  // file together.
  private void switchToWal() throws SQLException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      try {
        execute("PRAGMA journal_mode=WAL");
        return;
      } catch (SQLException e) {
        if (primaryCode(e) != SQLiteErrorCode.SQLITE_BUSY.code || System.nanoTime() > deadline) {
          throw e;
        }
        Thread.onSpinWait();
      }
    }
  }

  private void migrate(List<String> migrations) throws SQLException {
    int version = version();
    if (version > migrations.size()) {
      throw new DatabaseException(
          file
              + " has schema version "
              + version
              + ", this program knows versions up to "
              + migrations.size()
              + "; use the newer Ingot that wrote it");
    }
    for (String script : migrations.subList(version, migrations.size())) {
      for (String statement : script.split(";\\R")) {
        if (!statement.isBlank()) {
          execute(statement);
        }
      }
    }
    execute("PRAGMA user_version=" + migrations.size());
  }

  private int version() {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("PRAGMA user_version")) {
      return rows.next() ? rows.getInt(1) : 0;
    } catch (SQLException e) {
      throw explained(file, "open", e);
    }
  }

  private <T> T transaction(String begin, String purpose, Work<T> work) {
    lock.lock();
    try {
      execute(begin);
      boolean committed = false;
      try {
        T result = work.run(new Session(connection));
        execute("COMMIT");
        committed = true;
        return result;
      } finally {
        if (!committed) {
          rollback();
        }
      }
    } catch (SQLException e) {
      throw explained(file, purpose, e);
    } finally {
      lock.unlock();
    }
  }

  private void rollback() {
    try {
      execute("ROLLBACK");
    } catch (SQLException _) {
      // SQLite has rolled back by itself after a full disk or an I/O error; the first error counts.
    }
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static int primaryCode(SQLException e) {
    return e instanceof SQLiteException sqlite
        ? sqlite.getResultCode().code & 0xff
        : e.getErrorCode() & 0xff;
  }

  private static DatabaseException explained(Path file, String purpose, SQLException e) {
    int code = primaryCode(e);
    String advice;
    if (code == SQLiteErrorCode.SQLITE_BUSY.code || code == SQLiteErrorCode.SQLITE_LOCKED.code) {
      advice = "another process has locked it; wait for that process or stop it, then try again";
    } else if (code == SQLiteErrorCode.SQLITE_FULL.code) {
      advice = "the disk is full; nothing was written; free some space and try again";
    } else if (code == SQLiteErrorCode.SQLITE_READONLY.code
        || code == SQLiteErrorCode.SQLITE_CANTOPEN.code
        || code == SQLiteErrorCode.SQLITE_PERM.code
        || code == SQLiteErrorCode.SQLITE_AUTH.code) {
      advice = NOT_WRITABLE;
    } else if (code == SQLiteErrorCode.SQLITE_CORRUPT.code
        || code == SQLiteErrorCode.SQLITE_NOTADB.code) {
      advice = "the file is damaged; restore it from a backup, or move it away to start a new one";
    } else if (code == SQLiteErrorCode.SQLITE_IOERR.code) {
      advice = "the disk reported an error; check the disk, then try again";
    } else {
      advice = "SQLite says: " + e.getMessage();
    }
    return new DatabaseException("can't " + purpose + " " + file + ": " + advice, e);
  }
}
