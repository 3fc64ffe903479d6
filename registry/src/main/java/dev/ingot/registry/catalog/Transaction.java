package dev.ingot.registry.catalog;

import dev.ingot.storage.sql.Session;
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
  private final List<RegistryEvent> events = new ArrayList<>();

  Transaction(Session session, Instant now) {
    this.session = session;
    this.now = now;
  }

  Session session() {
    return session;
  }

  /** The time of the change. */
  public Instant now() {
    return now;
  }

  void tell(RegistryEvent event) {
    events.add(event);
  }

  List<RegistryEvent> events() {
    return events;
  }
}
