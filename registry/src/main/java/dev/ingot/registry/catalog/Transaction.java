package dev.ingot.registry.catalog;

import dev.ingot.storage.sql.Session;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * One change of the registry: its statements, its time, and its events, which are published once it
 * is durable.
 */
public final class Transaction {
  private final Session session;
  private final Instant now;
  private final boolean recorded;
  private final List<RegistryEvent> events = new ArrayList<>();

  /**
   * @param recorded whether what is told will be in the ledger
   */
  Transaction(Session session, Instant now, boolean recorded) {
    this.session = session;
    this.now = now;
    this.recorded = recorded;
  }

  Session session() {
    return session;
  }

  /** The time of the change. */
  public Instant now() {
    return now;
  }

  void tell(RegistryEvent event) throws SQLException {
    events.add(event);
    if (recorded) {
      Unrecorded.keep(session, event.entry());
    }
  }

  List<RegistryEvent> events() {
    return events;
  }
}
