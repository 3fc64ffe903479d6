package dev.ingot.cli.command;

import dev.ingot.cli.invocation.Invocation;
import dev.ingot.cli.terminal.Terminal;
import dev.ingot.ledger.Head;
import dev.ingot.ledger.Ledger;
import dev.ingot.registry.Registry;
import java.util.List;

/** Warns where the ledger isn't the one it was, before something is shown from it. */
final class LedgerDoubt {
  private LedgerDoubt() {}

  static void show(Invocation invocation, Ledger ledger, Registry registry) {
    show(invocation, ledger, registry.records().head().stream().toList());
  }

  static void show(Invocation invocation, Ledger ledger, List<Head> noted) {
    ledger
        .doubt(noted)
        .ifPresent(
            doubt ->
                invocation
                    .terminal()
                    .err()
                    .println(
                        invocation.terminal().styled(Terminal.Style.YELLOW, "Warning: ") + doubt));
  }
}
