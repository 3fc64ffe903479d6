package dev.ingot.deploy.operation;

import dev.ingot.deploy.Plan;
import dev.ingot.deploy.configuration.InputVariable;
import dev.ingot.deploy.planfile.PlanFile;
import dev.ingot.deploy.planfile.PlanFileException;
import dev.ingot.deploy.variable.GivenValue;
import dev.ingot.deploy.variable.VariableSources;
import dev.ingot.deploy.variable.Variables;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.Result;
import dev.ingot.lang.Severity;
import dev.ingot.lang.eval.ConsoleText;
import dev.ingot.lang.value.Value;
import dev.ingot.provider.Providers;
import dev.ingot.state.StateCipher;
import dev.ingot.state.StateFormatException;
import dev.ingot.state.encryption.Encryptions;
import dev.ingot.storage.RegularFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Plans kept in files. */
public final class SavedPlan {
  private SavedPlan() {}

  /**
   * Reads a plan.
   *
   * @param name the file as it was given, for messages
   * @param cipher how plans are encrypted
   * @param program the name and version of this program, for messages
   */
  public static Result<Plan> read(
      Path file, String name, StateCipher cipher, Providers providers, String program)
      throws IOException {
    if (Files.isDirectory(file)) {
      return failed(
          name,
          "The specified path is a directory, not a plan file. You can use the global -chdir flag"
              + " to use this directory as the configuration root.");
    }
    try {
      byte[] stored = RegularFile.read(file);
      if (cipher.equals(StateCipher.NONE) && Encryptions.isPlan(stored)) {
        return failed(
            name,
            "The plan is encrypted, and nothing says how: neither an encryption block of the"
                + " configuration nor TF_ENCRYPTION has a plan block.");
      }
      return Result.of(PlanFile.read(cipher.open(stored).content(), providers, program), List.of());
    } catch (NoSuchFileException e) {
      return failed(name, "Error: stat " + name + ": no such file or directory");
    } catch (PlanFileException | StateFormatException e) {
      return failed(name, String.valueOf(e.getMessage()));
    }
  }

  private static Result<Plan> failed(String name, String why) {
    return Result.failed(
        List.of(Diagnostic.error("Failed to load \"" + name + "\" as a plan file", why)));
  }

  /**
   * The plan with the values it doesn't keep, those of ephemeral variables. Values given for this
   * operation must be those the plan was made with.
   *
   * @throws IOException a file of values could not be read
   */
  public static Result<Plan> withVariables(Plan plan, VariableSources sources) throws IOException {
    Map<String, InputVariable> declared = plan.configuration().root().module().variables();
    Variables.Collected given = Variables.given(declared, sources);
    Diagnostics diagnostics = new Diagnostics();
    diagnostics.addAll(given.diagnostics());
    new TreeMap<>(given.inputs())
        .forEach(
            (name, input) -> {
              InputVariable variable = declared.get(name);
              Value now = given.values().get(name);
              if (variable != null && now != null && !variable.ephemeral()) {
                Optional<Value> then =
                    Optional.ofNullable(plan.variables().get(name)).or(variable::defaultValue);
                if (then.isPresent() && !then.get().equals(now)) {
                  diagnostics.add(
                      changed(variable, input, then.get(), given.given().getOrDefault(name, now)));
                }
              }
            });
    Map<String, Value> withheld = new TreeMap<>(given.values());
    withheld.keySet().removeIf(name -> !isEphemeral(declared.get(name)));
    for (InputVariable variable : declared.values()) {
      if (variable.ephemeral() && variable.required() && !withheld.containsKey(variable.name())) {
        diagnostics.add(missing(variable.name()));
      }
    }
    return Result.of(plan.withEphemeral(withheld), diagnostics.list());
  }

  private static boolean isEphemeral(@Nullable InputVariable variable) {
    return variable != null && variable.ephemeral();
  }

  private static Diagnostic missing(String name) {
    return Diagnostic.error(
        "No value for required variable",
        "The ephemeral input variable \""
            + name
            + "\" was set during the plan phase, and so must also be set during the apply phase.");
  }

  /** What was named on the command line can't be meant to be ignored. */
  private static Diagnostic changed(
      InputVariable variable, GivenValue input, Value then, Value now) {
    boolean named =
        switch (input) {
          case GivenValue.Text text -> text.channel() == GivenValue.Channel.OPTION;
          case GivenValue.Filed filed -> filed.expected();
        };
    String detail =
        "The variable "
            + variable.name()
            + (named
                ? " cannot be set using the -var and -var-file options"
                : " cannot be overriden")
            + " when applying a saved plan file, because a saved plan includes the variable values"
            + " that were set when it was created. The saved plan specifies "
            + shown(then, variable, input instanceof GivenValue.Text)
            + " as the value whereas during apply the value "
            + shown(now, variable, false)
            + " was set by "
            + switch (input) {
              case GivenValue.Text text ->
                  text.channel() == GivenValue.Channel.OPTION
                      ? "a CLI argument"
                      : "an environment variable";
              case GivenValue.Filed filed ->
                  filed.expected()
                      ? "a .tfvars file passed through -var-file argument"
                      : "a .tfvars file";
            }
            + ". To declare an ephemeral variable which is not saved in the plan file, use"
            + " ephemeral = true.";
    String summary =
        named
            ? "Can't change variable when applying a saved plan"
            : "Ignoring variable when applying a saved plan";
    return Diagnostic.of(named ? Severity.ERROR : Severity.WARNING, summary, detail, input.range());
  }

  /**
   * @param asText whether numbers and booleans are shown as texts, as they are typed
   */
  private static String shown(Value value, InputVariable variable, boolean asText) {
    if (variable.sensitive()) {
      return "(sensitive value)";
    }
    String text = ConsoleText.of(value);
    boolean primitive =
        value.unmarked() instanceof Value.NumberValue
            || value.unmarked() instanceof Value.BoolValue;
    return asText && primitive ? "\"" + text + "\"" : text;
  }
}
