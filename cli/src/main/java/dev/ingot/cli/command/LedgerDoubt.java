package dev.ingot.cli.command;

import dev.ingot.cli.invocation.Invocation;
import dev.ingot.cli.terminal.Terminal;
import dev.ingot.home.Home;
import dev.ingot.home.NotedHead;
import dev.ingot.ledger.Head;
import dev.ingot.ledger.Ledger;
import dev.ingot.registry.Registry;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** Warns where the ledger isn't the one it was, before something is shown from it. */
final class LedgerDoubt {
  private LedgerDoubt() {}

  static void show(Invocation invocation, Ledger ledger, Registry registry) {
    show(invocation, ledger, noted(invocation, registry));
  }

  /** The ends of the ledger that are noted in the registry and in this folder. */
  static List<Head> noted(Invocation invocation, Registry registry) {
    List<Head> noted = new ArrayList<>(registry.records().head().stream().toList());
    noted.addAll(inFolder(invocation));
    return noted;
  }

  /** The end that is noted in this folder. */
  static List<Head> inFolder(Invocation invocation) {
    return NotedHead.in(
            invocation.folder(),
            invocation.environment(),
            new Home(invocation.home(), Clock.systemUTC()))
        .read()
        .stream()
        .toList();
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
