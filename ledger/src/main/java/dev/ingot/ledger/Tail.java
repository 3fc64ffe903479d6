package dev.ingot.ledger;

import dev.ingot.ledger.Verification.Broken;
import dev.ingot.ledger.Verification.Fault;
import dev.ingot.storage.AtomicFile;
import dev.ingot.storage.FileReason;
import dev.ingot.storage.FileStorage;
import dev.ingot.storage.FolderLock;
import dev.ingot.storage.Storage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * The newest records, which the database doesn't have yet: an apply appends to {@code <file>.tail}
 * and need not open a database. Whoever opens the database moves them into it and deletes the file;
 * whoever closes it after a change begins the next one.
 *
 * <pre>
 *   file:   ingot-ledger-tail-1 COUNT HASH STAMP    where the database ends, and its size, time and
 *                                                   identity at that moment
 *           [SEQUENCE,"TIME","ACTOR","KIND","SUBJECT","PAYLOAD","PREVIOUS HASH","HASH"]
 *           …
 * </pre>
 *
 * <p>A record is appended here only under the lock {@code <file>.lock}, which whoever writes the
 * database holds, too, and only if the database is the very file it was, has no write-ahead log,
 * and both checkpoints name the end of this file. In any other case (a crash in between, a copy put
 * back, another program) the database is opened, which checks everything. A line without an end is
 * that of a crash: its record was never reported.
 */
final class Tail {
  /** More are moved into the database, so that the file stays small. */
  static final int MOST_RECORDS = 32;

  private static final int MOST_BYTES = 64 * 1024;

  /** Far more than is ever appended. */
  private static final int LONGEST = 1024 * 1024;

  private static final String START = "ingot-ledger-tail-1 ";
  private static final int HASH_LENGTH = 64;

  private final Path database;
  private final Path file;
  private final Storage storage = new FileStorage();

  Tail(Path database) {
    this.database = database;
    this.file = database.resolveSibling(database.getFileName() + ".tail");
  }

  /** What the file holds. */
  sealed interface Content {
    /**
     * Records, each intact.
     *
     * @param cut whether there is more, without the end of a line
     */
    record Records(List<LedgerRecord> list, boolean cut) implements Content {}

    record Damaged(Broken broken) implements Content {}
  }

  Path file() {
    return file;
  }

  /** Whether there may be records that the database doesn't have. */
  boolean isPending() throws IOException {
    Optional<byte[]> start = storage.readStart(file, 512);
    return start.isPresent() && lineEnd(start.get(), 0) + 1 != start.get().length;
  }

  /**
   * Begins an empty one at the end of the database, which nobody has open.
   *
   * @return whether that is so
   */
  boolean begin(Head head) throws IOException {
    Optional<String> stamp = stamp();
    if (stamp.isEmpty()) {
      return false;
    }
    AtomicFile.write(file, START + head.count() + " " + head.hash() + " " + stamp.get() + "\n");
    return true;
  }

  void delete() throws IOException {
    storage.delete(file);
  }

  /**
   * Appends a record, if that is possible without the database.
   *
   * @throws LedgerException if it was appended, but a checkpoint can't be written
   */
  Optional<LedgerRecord> append(Entry entry, Instant now, Checkpoint beside, Checkpoint elsewhere) {
    try (FolderLock _ = LedgerLock.of(database)) {
      Optional<Head> end = end();
      if (end.isEmpty() || !names(beside, end.get()) || !names(elsewhere, end.get())) {
        return Optional.empty();
      }
      LedgerRecord appended = Chain.next(end.get(), entry, now);
      byte[] line = line(appended).getBytes(StandardCharsets.UTF_8);
      if (line.length > MOST_BYTES) {
        return Optional.empty();
      }
      try (Storage.Appender out = storage.append(file)) {
        out.write(line, 0, line.length);
        out.sync();
      }
      Head head = new Head(appended.sequence(), appended.hash());
      beside.write(head);
      elsewhere.write(head);
      return Optional.of(appended);
    } catch (IOException e) {
      // The way through the database says what is wrong, and drops what has no end.
      return Optional.empty();
    }
  }

  private static boolean names(Checkpoint checkpoint, Head head) {
    return checkpoint.read() instanceof Checkpoint.Content.Known(Head known) && known.equals(head);
  }

  /** Where a record may be appended; empty if the database has to be opened. */
  private Optional<Head> end() throws IOException {
    Optional<byte[]> read = storage.readStart(file, MOST_BYTES + 1);
    if (read.isEmpty() || read.get().length > MOST_BYTES || read.get().length == 0) {
      return Optional.empty();
    }
    byte[] bytes = read.get();
    int firstEnd = lineEnd(bytes, 0);
    if (firstEnd < 0 || bytes[bytes.length - 1] != '\n') {
      return Optional.empty();
    }
    Optional<Head> base = base(text(bytes, 0, firstEnd));
    if (base.isEmpty() || firstEnd == bytes.length - 1) {
      return base;
    }
    int lines = 0;
    int last = 0;
    for (int at = firstEnd; at < bytes.length - 1; at = lineEnd(bytes, at + 1)) {
      lines++;
      last = at + 1;
    }
    String line = text(bytes, last, bytes.length - 1);
    int hash = line.length() - 2 - HASH_LENGTH;
    // It is the checkpoints that say whether these are the right ones.
    return lines >= MOST_RECORDS || hash < 0
        ? Optional.empty()
        : Optional.of(new Head(base.get().count() + lines, line.substring(hash, hash + 64)));
  }

  /** The head in the first line, if the database is still as it was then. */
  private Optional<Head> base(String line) throws IOException {
    int count = line.indexOf(' ') + 1;
    int hash = line.indexOf(' ', count) + 1;
    int stamp = line.indexOf(' ', hash) + 1;
    Optional<String> now = stamp();
    if (!line.startsWith(START)
        || hash == 0
        || stamp == 0
        || now.isEmpty()
        || !now.get().equals(line.substring(stamp))) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Head(Long.parseLong(line, count, hash - 1, 10), line.substring(hash, stamp - 1)));
    } catch (NumberFormatException _) {
      return Optional.empty();
    }
  }

  /** What tells the database from another one; empty if there is none, or somebody has it open. */
  private Optional<String> stamp() throws IOException {
    Path log = database.resolveSibling(database.getFileName() + "-wal");
    Optional<Storage.Stamp> logged = storage.stamp(log);
    if (logged.isPresent() && logged.get().size() > 0) {
      return Optional.empty();
    }
    return storage
        .stamp(database)
        .map(stamp -> stamp.size() + " " + stamp.modified() + " " + stamp.file());
  }

  /** All records. */
  Content read() throws IOException {
    Optional<byte[]> found = storage.readStart(file, LONGEST + 1);
    if (found.isEmpty()) {
      return new Content.Records(List.of(), false);
    }
    byte[] bytes = found.get();
    if (bytes.length > LONGEST) {
      return new Content.Damaged(damaged(0, "is too long"));
    }
    List<LedgerRecord> records = new ArrayList<>();
    int from = 0;
    for (int end = lineEnd(bytes, 0); end >= 0; end = lineEnd(bytes, from)) {
      String line = text(bytes, from, end);
      if (from == 0) {
        if (!line.startsWith(START)) {
          return new Content.Damaged(damaged(0, "doesn't begin as it was written"));
        }
      } else {
        Optional<LedgerRecord> record = record(line);
        if (record.isEmpty() || !record.get().isIntact()) {
          return new Content.Damaged(
              damaged(
                  record.map(LedgerRecord::sequence).orElse(0L),
                  "was changed in line " + (records.size() + 2)));
        }
        records.add(record.get());
      }
      from = end + 1;
    }
    return new Content.Records(records, from < bytes.length);
  }

  Broken damaged(long sequence, String how) {
    return new Broken(
        sequence,
        Fault.FILE_DAMAGED,
        "the ledger's newest records, "
            + file
            + ", can't be read: the file "
            + how
            + "; restore it from a backup, or move it away to continue without them");
  }

  LedgerException unreadable(IOException e) {
    return new LedgerException(
        "can't read " + file + ": " + FileReason.of(e) + "; check its owner and permissions", e);
  }

  private static String line(LedgerRecord record) {
    return JsonText.array(
            List.of(
                Long.toString(record.sequence()),
                JsonText.quoted(record.time().toString()),
                JsonText.quoted(record.actor()),
                JsonText.quoted(record.kind()),
                JsonText.quoted(record.subject()),
                JsonText.quoted(record.payload()),
                JsonText.quoted(record.previousHash()),
                JsonText.quoted(record.hash())))
        + "\n";
  }

  private static Optional<LedgerRecord> record(String line) {
    try (JsonParser parser = CanonicalJson.parser(line)) {
      if (parser.nextToken() != JsonToken.START_ARRAY
          || parser.nextToken() != JsonToken.VALUE_NUMBER_INT) {
        return Optional.empty();
      }
      long sequence = parser.getLongValue();
      List<String> texts = new ArrayList<>();
      while (parser.nextToken() == JsonToken.VALUE_STRING) {
        texts.add(parser.getString());
      }
      if (parser.currentToken() != JsonToken.END_ARRAY
          || parser.nextToken() != null
          || texts.size() != 7) {
        return Optional.empty();
      }
      return Optional.of(
          new LedgerRecord(
              sequence,
              Instant.parse(texts.get(0)),
              texts.get(1),
              texts.get(2),
              texts.get(3),
              texts.get(4),
              texts.get(5),
              texts.get(6)));
    } catch (JacksonException | DateTimeException _) {
      return Optional.empty();
    }
  }

  /** The place of the next line's end, or -1. */
  private static int lineEnd(byte[] bytes, int from) {
    for (int at = from; at < bytes.length; at++) {
      if (bytes[at] == '\n') {
        return at;
      }
    }
    return -1;
  }

  private static String text(byte[] bytes, int from, int end) {
    return new String(bytes, from, end - from, StandardCharsets.UTF_8);
  }
}
