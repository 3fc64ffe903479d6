package dev.ingot.cli.command;

import dev.ingot.cli.invocation.Command;
import dev.ingot.cli.invocation.ExitCode;
import dev.ingot.cli.invocation.Flags;
import dev.ingot.cli.invocation.Invocation;
import dev.ingot.cli.invocation.UsageException;
import dev.ingot.cli.view.OutputJson;
import dev.ingot.cli.view.OutputText;
import dev.ingot.deploy.operation.StateProblems;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.eval.ConsoleText;
import dev.ingot.lang.value.Types;
import dev.ingot.lang.value.Value;
import dev.ingot.state.OutputState;
import dev.ingot.state.StateException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** {@code ingot output}. */
public final class OutputCommand implements Command {
  @Override
  public String synopsis() {
    return "Show the output values.";
  }

  @Override
  public String arguments() {
    return "[NAME]";
  }

  @Override
  public Flags flags() {
    return new Flags()
        .onOff("json", "Print JSON.")
        .onOff("raw", "Print one output as plain text, for scripts.")
        .text("state", "FILE", "The state to read.");
  }

  @Override
  public int run(Invocation invocation) throws UsageException, IOException {
    Flags.Given given = invocation.given();
    List<String> arguments = given.arguments();
    if (arguments.size() > 1) {
      throw new UsageException(
          "Unexpected argument",
          "The output command expects exactly one argument with the name of an output variable or"
              + " no arguments to show all outputs.");
    }
    if (given.on("raw") && given.on("json")) {
      throw new UsageException(
          "Invalid output format", "The -raw and -json options are mutually-exclusive.");
    }
    if (given.on("raw") && arguments.isEmpty()) {
      throw new UsageException(
          "Output name required",
          "You must give the name of a single output value when using the -raw option.");
    }
    SortedMap<String, OutputState> outputs;
    try {
      outputs = invocation.project().store(invocation.project().root()).read().state().outputs();
    } catch (StateException e) {
      invocation.show(StateProblems.reading(e));
      return ExitCode.ERROR;
    }
    if (arguments.isEmpty()) {
      return all(invocation, outputs, given.on("json"));
    }
    return one(invocation, outputs, arguments.getFirst(), given);
  }

  private static int all(
      Invocation invocation, SortedMap<String, OutputState> outputs, boolean json) {
    if (json) {
      invocation.terminal().line(OutputJson.all(outputs));
    } else if (outputs.isEmpty()) {
      invocation.show(List.of(none(invocation)));
    } else {
      invocation.terminal().out().print(OutputText.all(outputs));
      invocation.terminal().out().flush();
    }
    return ExitCode.OK;
  }

  private static Diagnostic none(Invocation invocation) {
    String program = invocation.wording().program();
    return Diagnostic.warning(
        "No outputs found",
        "The state file either has no outputs defined, or all the defined outputs are empty."
            + " Please define an output in your configuration with the `output` keyword and run `"
            + program
            + " refresh` for it to become available. If you are using interpolation, please verify"
            + " the interpolated value is not empty. You can use the `"
            + program
            + " console` command to assist.");
  }

  private static int one(
      Invocation invocation,
      SortedMap<String, OutputState> outputs,
      String name,
      Flags.Given given) {
    if (outputs.isEmpty() && !given.on("json")) {
      invocation.show(List.of(none(invocation)));
      return ExitCode.OK;
    }
    Optional<OutputState> output = Optional.ofNullable(outputs.get(name));
    if (output.isEmpty()) {
      invocation.show(
          List.of(
              Diagnostic.error(
                  "Output \"" + name + "\" not found",
                  "The output variable requested could not be found in the state file. If you"
                      + " recently added this to your configuration, be sure to run `"
                      + invocation.wording().program()
                      + " apply`, since the state won't be updated with new output variables until"
                      + " that command is run.")));
      return ExitCode.ERROR;
    }
    if (given.on("json")) {
      invocation.terminal().line(output.get().value().text());
      return ExitCode.OK;
    }
    Value value = OutputText.value(output.get());
    if (!given.on("raw")) {
      invocation.terminal().line(ConsoleText.of(value));
      return ExitCode.OK;
    }
    Optional<String> raw = raw(value);
    if (raw.isEmpty()) {
      invocation.show(List.of(unsupported(name, value)));
      return ExitCode.ERROR;
    }
    invocation.terminal().out().print(raw.get());
    invocation.terminal().out().flush();
    return ExitCode.OK;
  }

  private static Optional<String> raw(Value value) {
    return switch (value) {
      case Value.StringValue(String text) -> Optional.of(text);
      case Value.NumberValue(var number) -> Optional.of(number.toString());
      case Value.BoolValue(boolean truth) -> Optional.of(Boolean.toString(truth));
      case Value.NullValue _,
          Value.UnknownValue _,
          Value.MarkedValue _,
          Value.ListValue _,
          Value.SetValue _,
          Value.MapValue _,
          Value.TupleValue _,
          Value.ObjectValue _ ->
          Optional.empty();
    };
  }

  private static Diagnostic unsupported(String name, Value value) {
    return Diagnostic.error(
        "Unsupported value for raw output",
        "The -raw option only supports strings, numbers, and boolean values, but output value \""
            + name
            + "\" is "
            + (value.isNull() ? "null" : Types.name(value.type()))
            + ".\n\nUse the -json option for machine-readable representations of output values"
            + " that have complex types.");
  }
}
