package dev.ingot.cli.command;

import dev.ingot.address.InstanceAddress;
import dev.ingot.cli.invocation.Command;
import dev.ingot.cli.invocation.ExitCode;
import dev.ingot.cli.invocation.Flags;
import dev.ingot.cli.invocation.Invocation;
import dev.ingot.cli.invocation.UsageException;
import dev.ingot.cli.operation.Interruption;
import dev.ingot.cli.operation.VariableFlags;
import dev.ingot.cli.view.StateText;
import dev.ingot.cli.view.TestJson;
import dev.ingot.cli.view.TestText;
import dev.ingot.cli.view.TestView;
import dev.ingot.deploy.Configuration;
import dev.ingot.deploy.Setting;
import dev.ingot.deploy.configuration.FolderSource;
import dev.ingot.deploy.configuration.TestFile;
import dev.ingot.deploy.configuration.TestFileReader;
import dev.ingot.deploy.document.DecodedState;
import dev.ingot.deploy.operation.ProcessRunner;
import dev.ingot.deploy.test.TestBench;
import dev.ingot.deploy.test.TestStatus;
import dev.ingot.deploy.test.TestSuite;
import dev.ingot.deploy.variable.Variables;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.Result;
import dev.ingot.lang.value.Value;
import dev.ingot.state.State;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code ingot test}. */
public final class TestCommand implements Command {
  @Override
  public String synopsis() {
    return "Run the tests of a configuration: its *.tftest.hcl files.";
  }

  @Override
  public Flags flags() {
    return VariableFlags.flags()
        .list("filter", "FILE", "Only this file of tests; may be repeated.")
        .text("test-directory", "FOLDER", "Another folder with tests (default \"tests\").")
        .onOff("json", "Print events as a stream of JSON objects.")
        .onOff("verbose", "Show the plan of each run, or the state where it applied one.")
        .number("parallelism", "Number of concurrent operations (default 10).");
  }

  @Override
  public int run(Invocation invocation) throws UsageException, IOException {
    invocation.arguments(0);
    Flags.Given given = invocation.given();
    TestView view =
        given.on("json")
            ? new TestJson(
                invocation.terminal(), invocation.wording(), invocation.project().clock())
            : new TestText(
                invocation.terminal(),
                invocation.wording(),
                given.on("verbose")
                    ? Optional.of(state -> shown(invocation, state))
                    : Optional.empty());
    Result<Configuration> loaded = invocation.project().load();
    Diagnostics diagnostics = new Diagnostics();
    diagnostics.addAll(loaded.diagnostics());
    List<TestFile> files =
        TestFileReader.read(
            new FolderSource(invocation.folder()),
            given.text("test-directory").orElse("tests"),
            diagnostics);
    Map<String, Value> variables = variables(invocation, loaded, diagnostics);
    if (diagnostics.hasErrors()) {
      view.diagnostics(diagnostics.list());
      return ExitCode.ERROR;
    }
    view.diagnostics(diagnostics.list());
    List<String> wanted = given.list("filter");
    List<TestFile> chosen =
        files.stream().filter(file -> wanted.isEmpty() || wanted.contains(file.path())).toList();
    view.found(chosen);
    TestBench bench =
        new TestBench(
            loaded.get(),
            source ->
                invocation.in(invocation.folder().resolve(source).normalize()).project().load(),
            variables,
            invocation.project().providers(),
            folder -> setting(invocation, folder),
            new ProcessRunner(),
            (state, problems) -> stored(invocation, state, problems));
    try (Interruption interruption =
        new Interruption(
            () ->
                invocation
                    .terminal()
                    .line("\nInterrupt received. Destroying what the tests deployed."),
            () -> {})) {
      TestSuite.Summary summary =
          new TestSuite(bench, view, interruption.cancellation()).run(chosen);
      view.concluded(summary);
      return summary.status() == TestStatus.FAIL || summary.status() == TestStatus.ERROR
          ? ExitCode.ERROR
          : ExitCode.OK;
    }
  }

  /** The values shared by all tests; runs can still set their own. */
  private static Map<String, Value> variables(
      Invocation invocation, Result<Configuration> loaded, Diagnostics diagnostics)
      throws IOException {
    Variables.Collected collected =
        Variables.given(
            loaded.get().root().module().variables(),
            VariableFlags.sources(invocation.folder(), invocation));
    diagnostics.addAll(collected.diagnostics());
    return collected.given();
  }

  private static Setting setting(Invocation invocation, String folder) {
    return folder.isEmpty()
        ? invocation.project().setting()
        : invocation.in(invocation.folder().resolve(folder).normalize()).project().setting();
  }

  private static String shown(Invocation invocation, State state) {
    try (DecodedState decoded = new DecodedState(invocation.project().providers())) {
      return new StateText(invocation.terminal(), invocation.wording())
          .text(
              decoded.all(state, new Diagnostics()).stream().map(ShowCommand::shown).toList(),
              state.outputs());
    }
  }

  private static Map<InstanceAddress, Value> stored(
      Invocation invocation, State state, Diagnostics problems) {
    Map<InstanceAddress, Value> values = new HashMap<>();
    try (DecodedState stored = new DecodedState(invocation.project().providers())) {
      for (DecodedState.Stored object : stored.all(state, problems)) {
        if (object.deposed().isEmpty()) {
          values.put(object.address(), object.value());
        }
      }
    }
    return values;
  }
}
