package dev.ingot.cli.command;

import dev.ingot.cli.Command;
import dev.ingot.cli.Engine;
import dev.ingot.cli.ExitCode;
import dev.ingot.cli.Flags;
import dev.ingot.cli.Invocation;
import dev.ingot.cli.UsageException;
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
    return new Flags().onOff("json", "As JSON, which is the only form there is.");
  }

  @Override
  public int run(Invocation invocation) throws UsageException {
    invocation.arguments(0);
    if (!action.equals("functions")) {
      throw new UsageException("Unknown action", "Say what to show: metadata functions.");
    }
    Engine engine = Engine.of(invocation);
    if (!invocation.given().on("json")) {
      return needsJson(engine, "metadata functions");
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
    engine
        .terminal()
        .line(JsonDocument.line(json -> new SchemasDocument(json).functions(signatures)));
    return ExitCode.OK;
  }

  static int needsJson(Engine engine, String command) {
    engine.terminal().out().flush();
    engine
        .terminal()
        .err()
        .println(
            "\nThe `"
                + engine.wording().program()
                + " "
                + command
                + "` command requires the `-json` flag.");
    engine.terminal().err().flush();
    return ExitCode.ERROR;
  }
}
