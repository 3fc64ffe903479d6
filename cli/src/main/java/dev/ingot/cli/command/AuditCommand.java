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
import dev.ingot.registry.Registry;
import java.time.Clock;
import java.util.List;

/**
 * {@code ingot audit verify}, {@code list} and {@code accept}: the audit record, whether it is
 * whole and what the registry says agrees with it.
 */
public final class AuditCommand implements Command {
  private static final int NEWEST = 50;

  @Override
  public String synopsis() {
    return "Verify or list the audit record, or accept what is not in it.";
  }

  @Override
  public String arguments() {
    return "verify|list|accept";
  }

  @Override
  public Flags flags() {
    return new Flags();
  }

  @Override
  public int run(Invocation invocation) throws UsageException {
    List<String> arguments = invocation.arguments(1);
    if (arguments.isEmpty()) {
      throw new UsageException(
          "Missing action: use ingot audit verify, ingot audit list or ingot audit accept");
    }
    Home home = new Home(invocation.home(), Clock.systemUTC());
    try (Ledger ledger = home.ledger();
        Registry registry = home.registry(ledger)) {
      return switch (arguments.getFirst()) {
        case "verify" -> verify(invocation, ledger, registry);
        case "list" -> list(invocation, ledger, registry);
        case "accept" -> accept(invocation, registry);
        default ->
            throw new UsageException("There is no \"ingot audit " + arguments.getFirst() + "\"");
      };
    }
  }

  private static int verify(Invocation invocation, Ledger ledger, Registry registry) {
    return switch (ledger.verify(LedgerDoubt.noted(invocation, registry))) {
      case Verification.Intact intact -> {
        List<String> unrecorded = registry.records().faults();
        if (!unrecorded.isEmpty()) {
          unrecorded.forEach(invocation.terminal()::error);
          invocation
              .terminal()
              .err()
              .println(
                  "Find out who could write the files below "
                      + registry.root()
                      + ". If what the registry says is right, confirm it: ingot audit accept");
          yield ExitCode.ERROR;
        }
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
        invocation.terminal().error("the record is damaged: " + broken.message());
        yield ExitCode.ERROR;
      }
    };
  }

  /** For a person who has looked at what {@code verify} reported. */
  private static int accept(Invocation invocation, Registry registry) {
    List<String> accepted = registry.records().accept(Home.actor(invocation.environment()));
    invocation
        .terminal()
        .line(
            accepted.isEmpty()
                ? "The registry and the ledger agree; there is nothing to accept."
                : "Accepted and recorded:\n  " + String.join("\n  ", accepted));
    return ExitCode.OK;
  }

  private static int list(Invocation invocation, Ledger ledger, Registry registry) {
    LedgerDoubt.show(invocation, ledger, registry);
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
