package dev.ingot.ledger;

import dev.ingot.ledger.Verification.Broken;
import dev.ingot.ledger.Verification.Fault;
import dev.ingot.storage.Digest;
import dev.ingot.storage.sql.Session;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Verifies the tables of releases and attachments against the chain, which has been verified
 * before.
 */
final class ReleaseVerifier {
  private final Session session;
  private final Map<String, Newest> releases = new HashMap<>();
  private final Map<String, Newest> attachments = new HashMap<>();
  private @Nullable Broken fault;

  ReleaseVerifier(Session session) {
    this.session = session;
  }

  private record Newest(long sequence, String payload) {}

  Optional<Broken> firstFault() throws SQLException {
    readChain();
    checkReleases();
    if (fault == null) {
      checkAttachments();
    }
    if (fault == null) {
      releases.forEach(
          (subject, newest) -> fail(newest.sequence(), "release " + subject, "is missing"));
    }
    if (fault == null) {
      attachments.forEach((key, newest) -> fail(newest.sequence(), describe(key), "is missing"));
    }
    return Optional.ofNullable(fault);
  }

  private void readChain() throws SQLException {
    session.each(
        "SELECT sequence, kind, subject, payload, json_extract(payload, '$.name') FROM records"
            + " WHERE kind IN (?, ?, ?, ?) ORDER BY sequence",
        row -> {
          Newest newest = new Newest(row.getLong(1), row.getString(4));
          String subject = row.getString(3);
          switch (row.getString(2)) {
            case Releases.ATTACHED -> attachments.put(key(subject, row.getString(5)), newest);
            case Releases.DETACHED -> attachments.remove(key(subject, row.getString(5)));
            default -> releases.put(subject, newest);
          }
          return true;
        },
        Releases.STARTED,
        Releases.FINISHED,
        Releases.ATTACHED,
        Releases.DETACHED);
  }

  private void checkReleases() throws SQLException {
    session.each(
        "SELECT stack, number, body, sequence FROM releases ORDER BY sequence",
        row -> {
          String subject = new ReleaseId(row.getString(1), row.getLong(2)).subject();
          Newest newest = releases.remove(subject);
          if (newest == null
              || newest.sequence() != row.getLong(4)
              || !newest.payload().equals(row.getString(3))) {
            fail(row.getLong(4), "release " + subject, "was changed");
          }
          return fault == null;
        });
  }

  private void checkAttachments() throws SQLException {
    session.each(
        "SELECT stack, number, name, content, sha256, sequence FROM attachments ORDER BY sequence",
        row -> {
          String name = row.getString(3);
          String key = key(new ReleaseId(row.getString(1), row.getLong(2)).subject(), name);
          Newest newest = attachments.remove(key);
          byte[] content = row.getBytes(4);
          String sha256 = Digest.of(content).hex();
          String expected = Releases.attached(name, content).json();
          if (newest == null
              || newest.sequence() != row.getLong(6)
              || !newest.payload().equals(expected)
              || !sha256.equals(row.getString(5))) {
            fail(row.getLong(6), describe(key), "was changed");
          }
          return fault == null;
        });
  }

  private void fail(long sequence, String what, String how) {
    if (fault == null || sequence < fault.sequence()) {
      fault =
          new Broken(
              sequence,
              Fault.RELEASE_EDITED,
              what + " " + how + " outside the ledger; the record has the original");
    }
  }

  // Names may hold any character; NUL keeps the two parts apart.
  private static String key(String subject, String name) {
    return subject + "\0" + name;
  }

  private static String describe(String key) {
    int separator = key.indexOf('\0');
    return "attachment "
        + key.substring(separator + 1)
        + " of release "
        + key.substring(0, separator);
  }
}
