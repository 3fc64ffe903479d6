package dev.ingot.cli.operation;

import dev.ingot.address.AddressException;
import dev.ingot.address.ResourceMode;
import dev.ingot.address.Target;
import dev.ingot.cli.invocation.Flags;
import dev.ingot.cli.invocation.UsageException;
import dev.ingot.deploy.PlanMode;
import dev.ingot.deploy.PlanOptions;
import dev.ingot.deploy.configuration.WrittenAddress;
import dev.ingot.lang.BoundedFile;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.SourceFile;
import dev.ingot.lang.value.Quoting;
import dev.ingot.state.LockRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The options of commands that plan. */
public final class PlanFlags {
  private static final String UNREPLACEABLE = "Invalid force-replace address ";

  private PlanFlags() {}

  /** The options for the location and locking of the state. */
  public static Flags state() {
    return new Flags()
        .onOff("lock", "Lock the state (the default).")
        .text("lock-timeout", "DURATION", "How long to wait for the lock, such as 10s.")
        .text("state", "FILE", "The state to read and write.")
        .text("state-out", "FILE", "Where to write the state, if not to the same file.")
        .text("backup", "FILE", "Where to keep a backup of the state; \"-\" for no backup.");
  }

  /** The options of plan, apply and the like. */
  public static Flags plan() {
    return new Flags()
        .onOff("destroy", "Plan to destroy everything.")
        .onOff("refresh-only", "Only update the state to match the real objects.")
        .onOff("refresh", "Refresh the state first (the default).")
        .list("replace", "ADDRESS", "Replace an instance; may be repeated.")
        .list("target", "ADDRESS", "Limit to this object and its dependencies; may be repeated.")
        .withExtensions(
            new Flags()
                .list("target-file", "FILE", "The same, for all addresses in a file, one a line.")
                .list(
                    "exclude",
                    "ADDRESS",
                    "Leave out this object and its dependents; may be repeated.")
                .list("exclude-file", "FILE", "The same, for all addresses in a file, one a line."))
        .with(VariableFlags.flags())
        .onOff("compact-warnings", "Show each warning in one line, unless there are errors.")
        .withExtensions(new Flags().onOff("concise", "Show no progress."))
        .onOff("input", "Ask for values of variables (the default).")
        .onOff("json", "Print events as a stream of JSON objects.")
        .number("parallelism", "Number of concurrent operations (default 10).")
        .refusing(
            "allow-deferral",
            "The -allow-deferral flag is only valid in experimental builds of Terraform. Plan what"
                + " must be known first with -target.")
        .with(state());
  }

  /** The options for locking the state. */
  public static LockRequest lock(Flags.Given given, String operation) throws UsageException {
    Duration timeout = Durations.parse("lock-timeout", given.text("lock-timeout").orElse("0"));
    return new LockRequest(operation, "", timeout, given.on("lock", true));
  }

  /** What there is to say of options that are still taken. */
  public static List<Diagnostic> warnings(Flags.Given given) {
    return given.text("state").isEmpty()
        ? List.of()
        : List.of(
            Diagnostic.warning(
                "Deprecated flag: -state",
                "Use `path` attribute within the `local` backend instead:\n"
                    + "https://developer.hashicorp.com/terraform/language/v1.10.x/settings/"
                    + "backends/local#path"));
  }

  /** The options. */
  public static PlanOptions options(Flags.Given given, String product, Path folder)
      throws UsageException {
    boolean destroy = given.on("destroy");
    boolean refreshOnly = given.on("refresh-only");
    boolean refresh = given.on("refresh", true);
    if (destroy && refreshOnly) {
      throw new UsageException(
          "Incompatible plan mode options",
          "The -destroy and -refresh-only options are mutually-exclusive.");
    }
    if (refreshOnly && !refresh) {
      throw new UsageException(
          "Incompatible refresh options",
          "It doesn't make sense to use -refresh-only at the same time as -refresh=false, because "
              + product
              + " would have nothing to do.");
    }
    PlanMode mode =
        destroy ? PlanMode.DESTROY : refreshOnly ? PlanMode.REFRESH_ONLY : PlanMode.NORMAL;
    List<Target> targets = targets(given, "target", folder);
    List<Target> excludes = targets(given, "exclude", folder);
    if (!targets.isEmpty() && !excludes.isEmpty()) {
      throw new UsageException(
          "Invalid combination of arguments",
          "The target and exclude planning options are mutually-exclusive. Each plan must use"
              + " either only the target options or only the exclude options.");
    }
    return new PlanOptions(mode, refresh, targets, excludes, replacements(given));
  }

  /** The addresses of an option, and those in the files of the option for files. */
  private static List<Target> targets(Flags.Given given, String option, Path folder)
      throws UsageException {
    List<String> texts = new ArrayList<>(given.list(option));
    for (String file : given.list(option + "-file")) {
      try {
        new String(BoundedFile.read(folder.resolve(file)), StandardCharsets.UTF_8)
            .lines()
            .map(String::strip)
            .filter(line -> !line.isEmpty() && !line.startsWith("#"))
            .forEach(texts::add);
      } catch (IOException e) {
        throw new UsageException(
            "Unreadable " + option + " file",
            "The file " + Quoting.quoted(file) + " can't be read: " + e.getMessage() + ".");
      }
    }
    List<Target> targets = new ArrayList<>();
    for (String text : texts) {
      targets.add(target(text, "Invalid " + option + " "));
    }
    return targets;
  }

  private static List<Target> replacements(Flags.Given given) throws UsageException {
    List<Target> replace = new ArrayList<>();
    for (String text : given.list("replace")) {
      Target target = target(text, UNREPLACEABLE);
      if (target.resource().isEmpty()) {
        throw unreplaceable(
            text,
            "A resource instance address is required here. The module path must be followed by a"
                + " resource instance specification.");
      }
      if (target.resource().get().resource().mode() != ResourceMode.MANAGED) {
        throw unreplaceable(
            text, "Only managed resources can be used with the -replace=... option.");
      }
      replace.add(target);
    }
    return replace;
  }

  private static Target target(String text, String summary) throws UsageException {
    List<Diagnostic> problems = WrittenAddress.problems(SourceFile.unlisted("", text));
    if (!problems.isEmpty()) {
      throw new UsageException(summary + Quoting.quoted(text), problems.getFirst().detail());
    }
    try {
      return Target.parse(text);
    } catch (AddressException e) {
      throw new UsageException(summary + Quoting.quoted(text), String.valueOf(e.getMessage()));
    }
  }

  private static UsageException unreplaceable(String text, String why) {
    return new UsageException(UNREPLACEABLE + Quoting.quoted(text), why);
  }
}
