package dev.ingot.registry.catalog;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Confirms rows that aren't as they were recorded, after a person has looked at them. */
public final class Acceptance {
  private final Transaction transaction;
  private final RecordedRows rows;

  /** Within one transaction. */
  public Acceptance(Transaction transaction, RecordedRows rows) {
    this.transaction = transaction;
    this.rows = rows;
  }

  /**
   * Records what the registry says now where the ledger says something else.
   *
   * @return what was confirmed, in words
   */
  public List<String> run(String actor) throws SQLException {
    List<String> accepted = new ArrayList<>();
    for (Version version :
        VersionRows.all(transaction.session(), VersionRows.COMPLETE + " ORDER BY bucket, number")) {
      if (rows.fault(version).isPresent()) {
        transaction.tell(new RegistryEvent.VersionAccepted(actor, version));
        accepted.add(
            version.reference() + " " + version.image().map(Object::toString).orElse("(no image)"));
      }
    }
    for (Channel channel : ChannelRows.all(transaction.session(), "ORDER BY bucket, name")) {
      if (channel.version().isPresent() && rows.fault(channel).isPresent()) {
        transaction.tell(
            new RegistryEvent.ChannelAccepted(
                actor, channel.bucket(), channel.name(), channel.version().get()));
        accepted.add(
            channel.bucket() + "@" + channel.name() + " at " + channel.version().get().label());
      }
    }
    return accepted;
  }
}
