package dev.ingot.cli.command;

import dev.ingot.cli.invocation.Command;
import dev.ingot.cli.invocation.ExitCode;
import dev.ingot.cli.invocation.Flags;
import dev.ingot.cli.invocation.Invocation;
import dev.ingot.cli.invocation.UsageException;
import dev.ingot.cli.view.Table;
import dev.ingot.home.Home;
import dev.ingot.ledger.Ledger;
import dev.ingot.ledger.LedgerRecord;
import dev.ingot.ledger.Query;
import dev.ingot.ledger.Verification;
import java.time.Clock;
import java.util.List;

/**
 * {@code ingot audit verify} and {@code ingot audit list}: the audit record, and whether it is
 * whole.
 */
public final class AuditCommand implements Command {
  private static final int NEWEST = 50;

  @Override
  public String synopsis() {
    return "Verify or list the audit record.";
  }

  @Override
  public String arguments() {
    return "verify|list";
  }

  @Override
  public Flags flags() {
    return new Flags();
  }

  @Override
  public int run(Invocation invocation) throws UsageException {
    List<String> arguments = invocation.arguments(1);
    if (arguments.isEmpty()) {
      throw new UsageException("Missing action: use ingot audit verify or ingot audit list");
    }
    try (Ledger ledger = new Home(invocation.home(), Clock.systemUTC()).ledger()) {
      return switch (arguments.getFirst()) {
        case "verify" -> verify(invocation, ledger);
        case "list" -> list(invocation, ledger);
        default ->
            throw new UsageException("There is no \"ingot audit " + arguments.getFirst() + "\"");
      };
    }
  }

  private static int verify(Invocation invocation, Ledger ledger) {
    return switch (ledger.verify()) {
      case Verification.Intact intact -> {
        invocation
            .terminal()
            .line(
                intact.head().count()
                    + " records, each chained to the one before; none edited, removed or missing at"
                    + " the end.\n"
                    + "Head: "
                    + intact.head().hash());
        yield ExitCode.OK;
      }
      case Verification.Broken broken -> {
        invocation.terminal().err().println("Error: the record is damaged: " + broken.message());
        yield ExitCode.ERROR;
      }
    };
  }

  private static int list(Invocation invocation, Ledger ledger) {
    Table table = new Table("#", "TIME", "WHAT", "OF", "BY");
    for (LedgerRecord one : ledger.records(Query.newest(NEWEST))) {
      table.row(
          Long.toString(one.sequence()),
          Table.time(one.time()),
          one.kind(),
          one.subject(),
          one.actor());
    }
    invocation.terminal().line(table.isEmpty() ? "Nothing has been recorded yet." : table.text());
    return ExitCode.OK;
  }
}
