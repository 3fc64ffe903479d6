package dev.ingot.ledger;

import java.nio.file.Path;
import java.time.Clock;

/** Appends records from a process of its own and reports each one that is done. */
final class AppendingProcess {
  private AppendingProcess() {}

  public static void main(String[] arguments) {
    try (Ledger ledger = Ledger.open(Path.of(arguments[0]), Clock.systemUTC())) {
      for (int number = 0; number < Integer.parseInt(arguments[1]); number++) {
        LedgerRecord record = ledger.append(new Entry("ada@forge", "image.baked", "web"));
        System.out.println("appended " + record.sequence() + ";");
      }
    }
  }
}
