package dev.ingot.registry.catalog;

import dev.ingot.ledger.Entry;
import dev.ingot.ledger.Ledger;
import dev.ingot.ledger.LedgerException;
import dev.ingot.ledger.LedgerRecord;
import dev.ingot.registry.content.RegistryException;
import dev.ingot.registry.json.JsonIn;
import dev.ingot.storage.Digest;
import dev.ingot.storage.sql.Session;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Holds rows of the registry against the ledger, where they are about to be used: who changes a row
 * without leaving a record deploys nothing.
 */
public final class RecordedRows {
  private static final List<String> OF_VERSIONS =
      List.of(
          RegistryEvent.VersionCompleted.KIND,
          RegistryEvent.VersionRestored.KIND,
          RegistryEvent.VersionRevoked.KIND,
          RegistryEvent.VersionStaged.DEPRECATED,
          RegistryEvent.VersionStaged.DISABLED,
          RegistryEvent.VersionStaged.REINSTATED,
          RegistryEvent.VersionDeleted.KIND,
          RegistryEvent.VersionAccepted.KIND);

  private static final List<String> OF_CHANNELS =
      List.of(
          RegistryEvent.ChannelAssigned.KIND,
          RegistryEvent.ChannelAssigned.ROLLED_BACK,
          RegistryEvent.ChannelDeleted.KIND,
          RegistryEvent.ChannelAccepted.KIND);

  private static final String WAY_OUT =
      ". Restore the registry or the ledger from a backup (see: ingot audit verify). If what the"
          + " registry says is right, confirm it: ingot audit accept";

  private final Session session;
  private final Ledger ledger;
  private final Path file;

  /** Rows of a registry in a file. */
  RecordedRows(Session session, Ledger ledger, Path file) {
    this.session = session;
    this.ledger = ledger;
    this.file = file;
  }

  private record Recorded(String kind, Map<String, String> details, String where) {
    String detail(String name) {
      return details.getOrDefault(name, "");
    }
  }

  /** Whether a version is as it was recorded; a message if it isn't. */
  public Optional<String> fault(Version version) throws SQLException {
    Optional<Recorded> recorded = newest(version.reference(), OF_VERSIONS);
    if (recorded.isEmpty()) {
      return Optional.of(unrecorded("version " + version.reference()));
    }
    Recorded last = recorded.get();
    if (!status(last).equals(version.status().name())) {
      return differs(
          version.reference(), "it is " + VersionChanges.word(version.status()), last, last.kind());
    }
    String image = version.image().map(Digest::toString).orElse("");
    if (!last.detail("image").equals(image)) {
      return differs(version.reference(), "its image is " + image, last, last.detail("image"));
    }
    // Records from before images of clouds were versions don't tell.
    String elsewhere = RegistryEvent.elsewhere(version);
    if (!last.detail("elsewhere").isEmpty() && !last.detail("elsewhere").equals(elsewhere)) {
      return differs(
          version.reference(), "its images are " + elsewhere, last, last.detail("elsewhere"));
    }
    if (!last.detail("fingerprint").equals(version.fingerprint())) {
      return differs(
          version.reference(),
          "its fingerprint is " + version.fingerprint(),
          last,
          last.detail("fingerprint"));
    }
    return last.detail("id").equals(version.id())
        ? Optional.empty()
        : differs(version.reference(), "its id is " + version.id(), last, last.detail("id"));
  }

  /** Whether a channel points where it was recorded to; a message if it doesn't. */
  public Optional<String> fault(Channel channel) throws SQLException {
    if (channel.version().isEmpty()) {
      return Optional.empty();
    }
    Version version = channel.version().get();
    String name = channel.bucket() + "@" + channel.name();
    Optional<Recorded> recorded = newest(name, OF_CHANNELS);
    if (recorded.isEmpty()) {
      return Optional.of(unrecorded("channel " + name));
    }
    Recorded last = recorded.get();
    if (last.kind().equals(RegistryEvent.ChannelDeleted.KIND)) {
      return differs("channel " + name, "it is there", last, last.kind());
    }
    if (!last.detail("to").equals(version.label())) {
      return differs("channel " + name, "it points at " + version.label(), last, last.detail("to"));
    }
    return fault(version);
  }

  /** Refuses a version that isn't as it was recorded. */
  public void require(Version version) throws SQLException {
    refuse(fault(version));
  }

  /** Refuses a channel that doesn't point where it was recorded to. */
  public void require(Channel channel) throws SQLException {
    refuse(fault(channel));
  }

  private static void refuse(Optional<String> fault) {
    if (fault.isPresent()) {
      throw new RegistryException(fault.get() + WAY_OUT);
    }
  }

  private static String status(Recorded last) {
    return switch (last.kind()) {
      case RegistryEvent.VersionRevoked.KIND -> VersionStatus.REVOKED.name();
      case RegistryEvent.VersionStaged.DEPRECATED -> VersionStatus.DEPRECATED.name();
      case RegistryEvent.VersionStaged.DISABLED -> VersionStatus.DISABLED.name();
      case RegistryEvent.VersionDeleted.KIND -> "";
      case RegistryEvent.VersionAccepted.KIND -> last.detail("status");
      default -> VersionStatus.ACTIVE.name();
    };
  }

  private Optional<String> differs(String what, String is, Recorded last, String was) {
    return Optional.of(
        what
            + " was changed by something other than Ingot: by "
            + file
            + " "
            + is
            + ", by "
            + last.where()
            + " of the ledger it is "
            + (was.isEmpty() ? "nothing" : was));
  }

  private String unrecorded(String what) {
    return what
        + " is in "
        + file
        + ", but the ledger "
        + ledger.file()
        + " has no record of it: something other than Ingot wrote it, or records are missing";
  }

  private Optional<Recorded> newest(String subject, List<String> kinds) throws SQLException {
    Optional<Entry> kept = Unrecorded.newest(session, subject, kinds);
    if (kept.isPresent()) {
      return Optional.of(
          new Recorded(kept.get().kind(), details(kept.get().payload().json()), "the next record"));
    }
    try {
      Optional<LedgerRecord> found = ledger.newest(subject, kinds);
      return found.map(
          record ->
              new Recorded(
                  record.kind(), details(record.payload()), "record " + record.sequence()));
    } catch (LedgerException e) {
      throw new RegistryException(String.valueOf(e.getMessage()), e);
    }
  }

  private static Map<String, String> details(String payload) {
    return JsonIn.document(
        payload.getBytes(StandardCharsets.UTF_8),
        json -> {
          Map<String, String> texts = new TreeMap<>();
          json.members(
              name -> {
                if (json.isText()) {
                  texts.put(name, json.text());
                } else {
                  json.skip();
                }
              });
          return texts;
        });
  }
}
