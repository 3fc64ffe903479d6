package dev.ingot.home;

import dev.ingot.ledger.Entry;
import dev.ingot.ledger.Ledger;
import dev.ingot.ledger.LedgerRecord;
import dev.ingot.registry.Registry;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

/**
 * {@code INGOT_HOME}: the data shared by all configurations.
 *
 * @param folder the folder, which need not exist yet
 */
public record Home(Path folder, Clock clock) {

  /**
   * Its path: {@code INGOT_HOME}, else {@code .ingot} in the user's home.
   *
   * @param folder the folder that a relative path starts in
   */
  public static Path path(Path folder, Map<String, String> environment) {
    String named = environment.getOrDefault("INGOT_HOME", "");
    return named.isEmpty()
        ? Path.of(environment.getOrDefault("HOME", System.getProperty("user.home")))
            .resolve(".ingot")
        : folder.resolve(named).normalize();
  }

  /** The ledger of releases and images. */
  public Ledger ledger() {
    return Ledger.open(ledgerFile(), ledgerHead(), clock);
  }

  /**
   * Adds one record to the ledger, without opening it where that is possible.
   *
   * @throws dev.ingot.ledger.LedgerException if it can't be written
   */
  public LedgerRecord record(Entry entry) {
    return Ledger.append(ledgerFile(), ledgerHead(), clock, entry);
  }

  private Path ledgerFile() {
    return folder.resolve("ledger.db");
  }

  private Path ledgerHead() {
    return folder.resolve("registry/ledger.head");
  }

  /** The images; each change is recorded. */
  public Registry registry(Ledger ledger) {
    return Registry.open(folder.resolve("registry"), clock, new SystemRandom(), ledger);
  }

  /** Who acts, as records name them: user and host. */
  public static String actor(Map<String, String> environment) {
    String user = environment.getOrDefault("USER", System.getProperty("user.name", "unknown"));
    return user + "@" + host();
  }

  /** The name releases of a folder are recorded under: its real path. */
  public static String stack(Path folder) {
    try {
      return folder.toRealPath().toString();
    } catch (java.io.IOException e) {
      return folder.toAbsolutePath().normalize().toString();
    }
  }

  private static String host() {
    try {
      return java.nio.file.Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
    } catch (java.io.IOException e) {
      return "localhost";
    }
  }
}
