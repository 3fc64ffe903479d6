package dev.ingot.ledger;

import dev.ingot.storage.Digest;
import dev.ingot.storage.sql.Session;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The releases in a ledger. Each change of one is a record of the chain as well ({@code
 * release.started}, {@code release.finished}, {@code release.attached}, {@code release.detached}),
 * in the same transaction, so that {@link Ledger#verify()} covers them.
 *
 * <p>Every method throws {@link LedgerException} if the ledger can't be read or written.
 */
public final class Releases {
  static final String STARTED = "release.started";
  static final String FINISHED = "release.finished";
  static final String ATTACHED = "release.attached";
  static final String DETACHED = "release.detached";

  /** A release or an attachment with the record of it: columns 1 to 8, the last seven of it. */
  private static final String RECORD =
      "o.sequence, k.time, k.actor, k.kind, k.subject, k.payload, k.previous_hash, k.hash";

  private static final String RELEASES =
      "SELECT "
          + RECORD
          + ", o.body, o.stack, o.number FROM releases o LEFT JOIN records k USING"
          + " (sequence) ";

  private final Ledger ledger;

  Releases(Ledger ledger) {
    this.ledger = ledger;
  }

  /** Starts a release; its number is the next one of its stack. */
  public Release start(ReleaseStart start) {
    return ledger.write(
        appender -> {
          String stack = Entry.wellFormed(start.stack());
          long number =
              appender
                  .session()
                  .first(
                      "SELECT coalesce(max(number), 0) + 1 FROM releases WHERE stack = ?",
                      row -> row.getLong(1),
                      stack)
                  .orElse(1L);
          Release release =
              new Release(
                  new ReleaseId(stack, number),
                  start.actor(),
                  appender.now(),
                  Optional.empty(),
                  ReleaseOutcome.RUNNING,
                  start.configurationDigest(),
                  start.variables(),
                  start.images(),
                  start.planDigest(),
                  start.rollbackOf(),
                  start.message(),
                  Map.of());
          store(appender, start.actor(), STARTED, release);
          return release;
        });
  }

  /**
   * Finishes a release. A verified one may be finished again as reverted; the same outcome again
   * changes nothing.
   *
   * @throws LedgerException also if there is no such release, or it has ended otherwise
   */
  public Release finish(
      ReleaseId id,
      String actor,
      ReleaseOutcome outcome,
      String message,
      Map<String, String> summary) {
    if (outcome == ReleaseOutcome.RUNNING) {
      throw new IllegalArgumentException("a release can't finish as running");
    }
    return ledger.write(
        appender -> {
          Release before = existing(appender.session(), id);
          if (before.outcome() == outcome) {
            return before;
          }
          boolean allowed =
              switch (before.outcome()) {
                case RUNNING -> true;
                case VERIFIED -> outcome == ReleaseOutcome.REVERTED;
                case REVERTED, FAILED -> false;
              };
          if (!allowed) {
            throw new LedgerException(
                "release "
                    + id.number()
                    + " of "
                    + id.stack()
                    + " has already ended as "
                    + before.outcome().word()
                    + " and can't become "
                    + outcome.word());
          }
          Release after =
              new Release(
                  id,
                  before.actor(),
                  before.started(),
                  Optional.of(appender.now()),
                  outcome,
                  before.configurationDigest(),
                  before.variables(),
                  before.images(),
                  before.planDigest(),
                  before.rollbackOf(),
                  message,
                  summary);
          store(appender, actor, FINISHED, after);
          return after;
        });
  }

  /** The releases of a stack, the newest first. */
  public List<Release> of(String stack) {
    return ledger.read(
        session ->
            session.all(
                "SELECT body FROM releases WHERE stack = ? ORDER BY number DESC",
                row -> parsed(row.getString(1)),
                Entry.wellFormed(stack)));
  }

  /** One release. */
  public Optional<Release> find(ReleaseId id) {
    return ledger.read(session -> find(session, id));
  }

  /** The newest release of a stack that ended as verified. */
  public Optional<Release> lastVerified(String stack) {
    return ledger.read(
        session ->
            session.first(
                RELEASES
                    + "WHERE o.stack = ? AND json_extract(o.body, '$.outcome') = ?"
                    + " ORDER BY o.number DESC LIMIT 1",
                this::recorded,
                Entry.wellFormed(stack),
                ReleaseOutcome.VERIFIED.word()));
  }

  /** Releases that were started and not finished, of all stacks, the newest first. */
  public List<Release> running() {
    return ledger.read(
        session ->
            session.all(
                "SELECT body FROM releases WHERE json_extract(body, '$.outcome') = ? ORDER BY"
                    + " sequence DESC",
                row -> parsed(row.getString(1)),
                ReleaseOutcome.RUNNING.word()));
  }

  /** The stacks that have releases, sorted. */
  public List<String> stacks() {
    return ledger.read(
        session ->
            session.all(
                "SELECT DISTINCT stack FROM releases ORDER BY stack", row -> row.getString(1)));
  }

  /**
   * Attaches bytes to a release, replacing any attachment of the same name. For content that fits
   * into memory: a saved configuration, a state.
   *
   * @throws IllegalArgumentException if the name is blank or has control characters
   * @throws LedgerException also if there is no such release
   */
  public void attach(ReleaseId id, String name, byte[] bytes) {
    if (name.isBlank() || name.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("invalid attachment name: " + name);
    }
    String sha256 = Digest.of(bytes).hex();
    LedgerRecord _ =
        ledger.write(
            appender -> {
              Release release = existing(appender.session(), id);
              LedgerRecord record =
                  appender.append(
                      new Entry(release.actor(), ATTACHED, id.subject(), attached(name, bytes)));
              appender
                  .session()
                  .update(
                      "INSERT INTO attachments (stack, number, name, content, sha256, sequence)"
                          + " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (stack, number, name) DO UPDATE"
                          + " SET content = excluded.content, sha256 = excluded.sha256, sequence ="
                          + " excluded.sequence",
                      id.stack(),
                      id.number(),
                      Entry.wellFormed(name),
                      bytes,
                      sha256,
                      record.sequence());
              return record;
            });
  }

  /**
   * The attachment of a name.
   *
   * @throws LedgerException also if its content has changed
   */
  public Optional<byte[]> attachment(ReleaseId id, String name) {
    return ledger.read(
        session ->
            session.first(
                "SELECT "
                    + RECORD
                    + ", o.content FROM attachments o LEFT JOIN records k USING (sequence) WHERE"
                    + " o.stack = ? AND o.number = ? AND o.name = ?",
                row -> {
                  byte[] content = row.getBytes(9);
                  if (!isRecorded(row, id.subject(), attached(name, content).json())) {
                    throw new LedgerException(
                        "attachment "
                            + name
                            + " of release "
                            + id.number()
                            + " of "
                            + id.stack()
                            + " was changed since; restore "
                            + ledger.file()
                            + " from a backup");
                  }
                  return content;
                },
                id.stack(),
                id.number(),
                Entry.wellFormed(name)));
  }

  /** The names of the attachments, sorted. */
  public List<String> attachments(ReleaseId id) {
    return ledger.read(
        session ->
            session.all(
                "SELECT name FROM attachments WHERE stack = ? AND number = ? ORDER BY name",
                row -> row.getString(1),
                id.stack(),
                id.number()));
  }

  /**
   * Deletes an attachment, to free its space.
   *
   * @return whether there was one
   */
  public boolean detach(ReleaseId id, String actor, String name) {
    return ledger.write(
        appender -> {
          int removed =
              appender
                  .session()
                  .update(
                      "DELETE FROM attachments WHERE stack = ? AND number = ? AND name = ?",
                      id.stack(),
                      id.number(),
                      Entry.wellFormed(name));
          if (removed > 0) {
            LedgerRecord _ =
                appender.append(
                    new Entry(
                        actor,
                        DETACHED,
                        id.subject(),
                        Payload.builder().text("name", name).build()));
          }
          return removed > 0;
        });
  }

  private void store(Ledger.Appender appender, String actor, String kind, Release release)
      throws SQLException {
    Payload body = ReleaseText.write(release);
    LedgerRecord record = appender.append(new Entry(actor, kind, release.id().subject(), body));
    appender
        .session()
        .update(
            "INSERT INTO releases (stack, number, body, sequence) VALUES (?, ?, ?, ?)"
                + " ON CONFLICT (stack, number) DO UPDATE SET"
                + " body = excluded.body, sequence = excluded.sequence",
            release.id().stack(),
            release.id().number(),
            body.json(),
            record.sequence());
  }

  private Release existing(Session session, ReleaseId id) throws SQLException {
    return find(session, id)
        .orElseThrow(
            () -> new LedgerException("there is no release " + id.number() + " of " + id.stack()));
  }

  private Optional<Release> find(Session session, ReleaseId id) throws SQLException {
    return session.first(
        RELEASES + "WHERE o.stack = ? AND o.number = ?", this::recorded, id.stack(), id.number());
  }

  /** What an attachment is recorded as. */
  static Payload attached(String name, byte[] content) {
    return Payload.builder()
        .text("name", name)
        .number("size", content.length)
        .text("sha256", Digest.of(content).hex())
        .build();
  }

  /** A release that is used, which has to be what its record says. */
  private Release recorded(ResultSet row) throws SQLException {
    ReleaseId id = new ReleaseId(row.getString(10), row.getLong(11));
    String body = row.getString(9);
    if (!isRecorded(row, id.subject(), body)) {
      throw new LedgerException(
          "release "
              + id.number()
              + " of "
              + id.stack()
              + " in "
              + ledger.file()
              + " isn't what was recorded: it was changed by something other than Ingot; verify the"
              + " ledger, and restore it from a backup");
    }
    return parsed(body);
  }

  private static boolean isRecorded(ResultSet row, String subject, String payload)
      throws SQLException {
    String hash = row.getString(8);
    return hash != null
        && payload.equals(row.getString(6))
        && subject.equals(row.getString(5))
        && hash.equals(
            Chain.hash(
                row.getString(7),
                row.getLong(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                subject,
                payload));
  }

  private Release parsed(String body) {
    try {
      return ReleaseText.read(body);
    } catch (IllegalArgumentException e) {
      throw new LedgerException(
          "a release in "
              + ledger.file()
              + " was changed ("
              + e.getMessage()
              + "); verify the ledger",
          e);
    }
  }
}
