package dev.ingot.cli.command;

import dev.ingot.cli.invocation.Command;
import dev.ingot.cli.invocation.ExitCode;
import dev.ingot.cli.invocation.Flags;
import dev.ingot.cli.invocation.Invocation;
import dev.ingot.cli.invocation.UsageException;
import dev.ingot.deploy.document.SchemasDocument;
import dev.ingot.lang.JsonDocument;
import dev.ingot.lang.eval.Scope;
import dev.ingot.lang.function.FunctionSpec;
import dev.ingot.lang.function.standard.FunctionTable;
import java.util.TreeMap;

/** {@code ingot metadata functions}. */
public final class MetadataCommand implements Command {
  private final String action;

  /** What to show: {@code functions}. */
  public MetadataCommand(String action) {
    this.action = action;
  }

  @Override
  public String synopsis() {
    return "Show the functions of the language, as JSON.";
  }

  @Override
  public String arguments() {
    return "functions";
  }

  @Override
  public Flags flags() {
    return new Flags().onOff("json", "Print JSON (the only format).");
  }

  @Override
  public int run(Invocation invocation) throws UsageException {
    invocation.arguments(0);
    if (!action.equals("functions")) {
      throw new UsageException("Unknown action", "Use metadata functions.");
    }
    if (!invocation.given().on("json")) {
      return needsJson(invocation, "metadata functions");
    }
    FunctionTable functions = FunctionTable.standard();
    TreeMap<String, Scope.Signature> signatures = new TreeMap<>();
    for (String name : functions.names()) {
      functions
          .find(name)
          .flatMap(Scope.Function::signature)
          .ifPresent(
              signature -> {
                signatures.put(name, signature);
                signatures.put(FunctionSpec.NAMESPACE + name, signature);
              });
    }
    invocation
        .terminal()
        .line(JsonDocument.line(json -> new SchemasDocument(json).functions(signatures)));
    return ExitCode.OK;
  }

  static int needsJson(Invocation invocation, String command) {
    invocation.terminal().out().flush();
    invocation
        .terminal()
        .err()
        .println(
            "\nThe `"
                + invocation.wording().program()
                + " "
                + command
                + "` command requires the `-json` flag.");
    invocation.terminal().err().flush();
    return ExitCode.ERROR;
  }
}
