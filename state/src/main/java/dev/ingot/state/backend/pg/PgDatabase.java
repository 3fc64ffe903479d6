package dev.ingot.state.backend.pg;

import dev.ingot.state.StateException;
import dev.ingot.state.StateFencedException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.postgresql.Driver;

/**
 * One connection to a database, opened when it is first needed and again after it broke. The locks
 * of a session end with it, so whoever holds one takes it again before anything else is done over a
 * new connection.
 */
final class PgDatabase {
  /** What exists already, or is not to be created. */
  record Skipped(boolean schema, boolean table, boolean index) {}

  /** What to do over the connection. */
  @FunctionalInterface
  interface Work<T> {
    T run(Connection connection) throws SQLException;
  }

  /** Takes again what was held over the connection before. */
  @FunctionalInterface
  interface Reconnection {
    void run(Connection connection) throws SQLException;
  }

  private static final String ADMIN_SHUTDOWN = "57P01";
  private static final String UNDEFINED_TABLE = "42P01";
  private static final String NO_PRIVILEGE = "42501";

  private final PgAddress address;
  private final String schema;
  private final Skipped skipped;
  private final Duration patience;
  private final ReentrantLock lock = new ReentrantLock();
  private Optional<Connection> connection = Optional.empty();
  private Optional<Reconnection> reconnection = Optional.empty();
  private boolean prepared;
  private boolean terminated;

  /**
   * @param patience how long to wait for a connection, or an answer
   */
  PgDatabase(PgAddress address, String schema, Skipped skipped, Duration patience) {
    this.address = address;
    this.schema = schema;
    this.skipped = skipped;
    this.patience = patience;
  }

  String location(String workspace) {
    return address + " (schema " + schema + ", workspace " + workspace + ")";
  }

  /** The name of the table, as statements have it. */
  String table() {
    return quoted(schema) + ".states";
  }

  private static String quoted(String identifier) {
    return "\"" + identifier.replace("\"", "\"\"") + "\"";
  }

  /** What is to be done first over each new connection from now on. */
  void onReconnection(Optional<Reconnection> action) {
    lock.lock();
    try {
      reconnection = action;
      terminated = false;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Whether the database has ended this session on somebody's demand: a lock of it was forced open.
   */
  boolean wasTerminated() {
    lock.lock();
    try {
      return terminated;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Does something, within a time limit.
   *
   * @param purpose such as {@code read the state}
   * @throws StateException if that isn't possible
   */
  <T> T run(String purpose, Work<T> work) {
    lock.lock();
    try {
      CountDownLatch done = new CountDownLatch(1);
      try {
        Connection open = open();
        watch(open, done);
        return work.run(open);
      } catch (SQLException e) {
        throw failed(purpose, e);
      } finally {
        done.countDown();
      }
    } finally {
      lock.unlock();
    }
  }

  /** The driver limits how long it reads, not how long it writes. */
  private void watch(Connection open, CountDownLatch done) {
    Thread.ofVirtual()
        .name("pg-watch")
        .start(
            () -> {
              try {
                if (!done.await(patience.multipliedBy(4).toMillis(), TimeUnit.MILLISECONDS)) {
                  open.abort(Runnable::run);
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              } catch (SQLException e) {
                // It is broken either way.
              }
            });
  }

  private Connection open() throws SQLException {
    if (connection.isPresent() && !connection.get().isClosed()) {
      return connection.get();
    }
    if (terminated && reconnection.isPresent()) {
      throw new StateFencedException(
          "The database has ended the session that held the lock of the state: this process has"
              + " stopped writing.");
    }
    Connection fresh = connect();
    boolean ready = false;
    try {
      if (!prepared) {
        prepare(fresh);
        prepared = true;
      }
      if (reconnection.isPresent()) {
        reconnection.get().run(fresh);
      }
      connection = Optional.of(fresh);
      ready = true;
      return fresh;
    } finally {
      if (!ready) {
        close(fresh);
      }
    }
  }

  private Connection connect() throws SQLException {
    Properties properties = new Properties();
    address.parameter("user").ifPresent(user -> properties.setProperty("user", user));
    address.parameter("password").ifPresent(text -> properties.setProperty("password", text));
    for (String name : new String[] {"sslmode", "sslcert", "sslkey", "sslrootcert", "options"}) {
      address.parameter(name).ifPresent(value -> properties.setProperty(name, value));
    }
    String seconds = Long.toString(Math.max(1, patience.toSeconds()));
    properties.setProperty("connectTimeout", address.parameter("connect_timeout").orElse(seconds));
    properties.setProperty("socketTimeout", seconds);
    properties.setProperty("tcpKeepAlive", "true");
    properties.setProperty("ApplicationName", "ingot");
    String host =
        address.host().indexOf(':') >= 0 && !address.host().startsWith("[")
            ? "[" + address.host() + "]"
            : address.host();
    String url =
        "jdbc:postgresql://"
            + host
            + ":"
            + address.port()
            + "/"
            + java.net.URLEncoder.encode(
                address.parameter("dbname").orElse(""), java.nio.charset.StandardCharsets.UTF_8);
    return new Driver().connect(url, properties);
  }

  /** Only what is missing is created, so that a reader needs no more rights than to read. */
  private void prepare(Connection fresh) throws SQLException {
    try (PreparedStatement statement = fresh.prepareStatement("SELECT to_regclass(?)::text")) {
      statement.setString(1, table());
      try (ResultSet row = statement.executeQuery()) {
        if (row.next() && row.getString(1) != null) {
          return;
        }
      }
    }
    try (Statement statement = fresh.createStatement()) {
      if (!skipped.schema()) {
        statement.execute("CREATE SCHEMA IF NOT EXISTS " + quoted(schema));
      }
      if (!skipped.table()) {
        statement.execute("CREATE SEQUENCE IF NOT EXISTS public.global_states_id_seq AS bigint");
        statement.execute(
            "CREATE TABLE IF NOT EXISTS "
                + table()
                + " (id bigint NOT NULL DEFAULT nextval('public.global_states_id_seq') PRIMARY KEY,"
                + " name text UNIQUE, data text)");
      }
      if (!skipped.index()) {
        statement.execute(
            "CREATE UNIQUE INDEX IF NOT EXISTS states_by_name ON " + table() + " (name)");
      }
    }
  }

  private StateException failed(String purpose, SQLException e) {
    String state = e.getSQLState() == null ? "" : e.getSQLState();
    if (state.equals(ADMIN_SHUTDOWN)) {
      terminated = true;
    }
    if (state.startsWith("08") || state.startsWith("57P") || state.isEmpty()) {
      connection.ifPresent(PgDatabase::close);
      connection = Optional.empty();
    }
    return new StateException(
        "The database "
            + address
            + " can't be used to "
            + purpose
            + ": "
            + String.valueOf(e.getMessage()).replace('\n', ' ')
            + advice(state),
        e);
  }

  private String advice(String state) {
    return switch (state) {
      case UNDEFINED_TABLE ->
          ". The table of states is missing, and its creation was skipped (skip_table_creation).";
      case NO_PRIVILEGE ->
          ". Grant the role what it lacks, or have its owner create the schema and the table.";
      default -> state.startsWith("08") ? " Check that it is reachable, then try again." : ".";
    };
  }

  private static void close(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      // The server ends the session when it notices.
    }
  }

  /** A name of at most 63 bytes that other sessions see for this one. */
  static String sessionName(String id) {
    return "ingot " + id.toLowerCase(Locale.ROOT);
  }
}
