package dev.ingot.bake.journal;

import dev.ingot.storage.Access;
import dev.ingot.storage.AtomicFile;
import dev.ingot.storage.FileStorage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** What a bake has created, until it says that it is gone. Safe for use by several threads. */
public final class JournalEntry {
  static final String VARIABLE = "INGOT_BAKE_ENTRY";

  private final Path file;
  private JournalRecord record;
  private boolean removed;

  private JournalEntry(Path file, JournalRecord record) {
    this.file = file;
    this.record = record;
  }

  /** Writes a new entry, durable on return. */
  static JournalEntry write(Path file, JournalRecord record) throws IOException {
    JournalEntry entry = new JournalEntry(file, record);
    entry.store();
    return entry;
  }

  /** What a program has to be started with, in addition to its own variables. */
  public synchronized Map<String, String> environment() {
    return Map.of(VARIABLE, record.mark());
  }

  /** The program runs with this process id. */
  public synchronized void started(long pid) throws IOException {
    RunningProgram.of(pid).ifPresent(running -> record = record.with(running));
    store();
  }

  /** Adds what became known of it: one line without secrets, for a person who has to remove it. */
  public synchronized void note(String line) throws IOException {
    record = record.with(line);
    store();
  }

  private void store() throws IOException {
    if (!removed) {
      AtomicFile.write(file, record.json(), Access.PRIVATE);
    }
  }

  /** It is gone, or never came to be; a second call does nothing. */
  public synchronized void removed() throws IOException {
    if (!removed) {
      removed = true;
      FileStorage storage = new FileStorage();
      storage.delete(file);
      Path folder = file.getParent();
      if (folder != null) {
        storage.syncFolder(folder);
      }
    }
  }
}
