package dev.ingot.ledger;

import java.nio.file.Path;
import java.time.Clock;

/**
 * Appends records from a process of its own and reports each one that is done: to an open ledger,
 * or, where a second checkpoint is named, without opening one.
 */
final class AppendingProcess {
  private AppendingProcess() {}

  public static void main(String[] arguments) {
    Path file = Path.of(arguments[0]);
    int count = Integer.parseInt(arguments[1]);
    Entry entry = new Entry("ada@forge", "image.baked", "web");
    if (arguments.length > 2) {
      Path elsewhere = Path.of(arguments[2]);
      for (int number = 0; number < count; number++) {
        report(Ledger.append(file, elsewhere, Clock.systemUTC(), entry));
      }
      return;
    }
    try (Ledger ledger = Ledger.open(file, Clock.systemUTC())) {
      for (int number = 0; number < count; number++) {
        report(ledger.append(entry));
      }
    }
  }

  private static void report(LedgerRecord record) {
    System.out.println("appended " + record.sequence() + ";");
  }
}
