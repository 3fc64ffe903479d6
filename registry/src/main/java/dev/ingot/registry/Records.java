package dev.ingot.registry;

import dev.ingot.ledger.Head;
import dev.ingot.registry.catalog.Catalog;
import dev.ingot.registry.catalog.Channel;
import dev.ingot.registry.catalog.ChannelRows;
import dev.ingot.registry.catalog.RecordedRows;
import dev.ingot.registry.catalog.Version;
import dev.ingot.registry.catalog.VersionRows;
import dev.ingot.registry.content.RegistryException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Versions and channels held against the ledger they were recorded in. Without a ledger nothing is
 * held against anything, and so nothing is refused.
 *
 * <p>Every method throws {@link RegistryException} if the registry can't be read or written.
 */
public final class Records {
  private final Catalog catalog;

  Records(Catalog catalog) {
    this.catalog = catalog;
  }

  /**
   * Refuses a version that isn't as it was recorded; to be called before one is used.
   *
   * @return the version
   * @throws RegistryException also if something else than this program changed it
   */
  public Version require(Version version) {
    return compared(version, RecordedRows::require);
  }

  /**
   * Refuses a channel that doesn't point where it was recorded to; to be called before it is used.
   *
   * @return the channel
   * @throws RegistryException also if something else than this program changed it
   */
  public Channel require(Channel channel) {
    return compared(channel, RecordedRows::require);
  }

  @FunctionalInterface
  private interface Requirement<T> {
    void check(RecordedRows rows, T used) throws SQLException;
  }

  private <T> T compared(T used, Requirement<T> requirement) {
    return catalog
        .compare(
            (_, rows) -> {
              requirement.check(rows, used);
              return used;
            })
        .orElse(used);
  }

  /** What of all versions and channels isn't as it was recorded, in words. */
  public List<String> faults() {
    Optional<String> torn = catalog.torn();
    if (torn.isPresent()) {
      return List.of(torn.get());
    }
    return catalog
        .compare(
            (session, rows) -> {
              List<String> faults = new ArrayList<>();
              for (Version version :
                  VersionRows.all(session, VersionRows.COMPLETE + " ORDER BY bucket, number")) {
                rows.fault(version).ifPresent(faults::add);
              }
              for (Channel channel : ChannelRows.all(session, "ORDER BY bucket, name")) {
                rows.fault(channel).filter(fault -> !faults.contains(fault)).ifPresent(faults::add);
              }
              return faults;
            })
        .orElse(List.of());
  }

  /**
   * Records what the registry says of versions and channels that aren't as they were recorded.
   *
   * @return what was confirmed, in words
   */
  public List<String> accept(String actor) {
    return catalog.accept(actor);
  }

  /** How far the ledger went when a change was recorded last. */
  public Optional<Head> head() {
    return catalog.recordedUntil();
  }
}
