package dev.ingot.cli.command;

import dev.ingot.address.InstanceAddress;
import dev.ingot.address.ProviderAddress;
import dev.ingot.cli.invocation.Command;
import dev.ingot.cli.invocation.ExitCode;
import dev.ingot.cli.invocation.Flags;
import dev.ingot.cli.invocation.Invocation;
import dev.ingot.cli.invocation.UsageException;
import dev.ingot.cli.operation.Interruption;
import dev.ingot.cli.operation.VariableFlags;
import dev.ingot.cli.view.TestJson;
import dev.ingot.cli.view.TestView;
import dev.ingot.deploy.Configuration;
import dev.ingot.deploy.call.ProviderPool;
import dev.ingot.deploy.configuration.FolderSource;
import dev.ingot.deploy.configuration.TestFile;
import dev.ingot.deploy.configuration.TestFileReader;
import dev.ingot.deploy.document.DecodedState;
import dev.ingot.deploy.operation.ProcessRunner;
import dev.ingot.deploy.test.TestBench;
import dev.ingot.deploy.test.TestStatus;
import dev.ingot.deploy.test.TestSuite;
import dev.ingot.deploy.variable.Variables;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.Result;
import dev.ingot.lang.value.Value;
import dev.ingot.provider.ProviderSchema;
import dev.ingot.state.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

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
        .text("json-into", "FILE", "Write the same stream of JSON objects to a file.")
        .text("junit-xml", "FILE", "Write the results to a file as JUnit's XML, too.")
        .onOff("verbose", "Show the plan of each run, or the state where it applied one.")
        .onOff("compact-warnings", "Show warnings by their first lines only.")
        .text("cloud-run", "SOURCE", "Not supported: tests run on this machine.")
        .number("parallelism", "Number of concurrent operations (default 10).");
  }

  @Override
  public int run(Invocation invocation) throws UsageException, IOException {
    Flags.Given given = invocation.given();
    if (given.text("cloud-run").isPresent()) {
      throw new UsageException(
          "-cloud-run is not supported: tests run on this machine. Leave it out.");
    }
    try (TestOutput output = TestOutput.open(invocation, state -> details(invocation, state))) {
      return run(invocation, output);
    }
  }

  private static int run(Invocation invocation, TestOutput output) throws IOException {
    Flags.Given given = invocation.given();
    TestView view = output.view();
    String tests = given.text("test-directory").orElse("tests");
    if (!isWithin(tests)) {
      view.diagnostics(
          List.of(
              Diagnostic.error(
                  "Invalid testing directory",
                  "The testing directory must be a relative path pointing to a directory local to"
                      + " the configuration directory.")));
      return ExitCode.ERROR;
    }
    Result<Configuration> loaded = invocation.project().load();
    Diagnostics diagnostics = new Diagnostics();
    if (!tests.equals("tests") && !Files.isDirectory(invocation.folder().resolve(tests))) {
      diagnostics.add(
          Diagnostic.warning(
              "Test directory does not exist",
              "Requested test directory " + tests + " does not exist."));
    }
    diagnostics.addAll(loaded.diagnostics());
    List<TestFile> files =
        TestFileReader.read(new FolderSource(invocation.folder()), tests, diagnostics);
    if (diagnostics.hasErrors()) {
      view.diagnostics(diagnostics.list());
      return ExitCode.ERROR;
    }
    Map<String, Value> outside = variables(invocation, loaded.get(), Optional.empty(), diagnostics);
    Map<String, Value> inside =
        variables(invocation, loaded.get(), Optional.of(tests), diagnostics);
    view.diagnostics(diagnostics.list());
    if (diagnostics.hasErrors()) {
      return ExitCode.ERROR;
    }
    List<String> wanted = given.list("filter").stream().map(TestCommand::plain).toList();
    List<TestFile> chosen =
        files.stream().filter(file -> wanted.isEmpty() || wanted.contains(file.path())).toList();
    view.found(chosen);
    TestBench bench =
        new TestBench(
            loaded.get(),
            invocation.project()::load,
            file -> file.path().startsWith(tests + "/") ? inside : outside,
            invocation.project().providers(),
            invocation.project().setting(),
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
      boolean good = summary.status() != TestStatus.FAIL && summary.status() != TestStatus.ERROR;
      return output.save() && good ? ExitCode.OK : ExitCode.ERROR;
    }
  }

  private static boolean isWithin(String folder) {
    Path path = Path.of(folder).normalize();
    return !path.isAbsolute() && !path.startsWith("..");
  }

  private static String plain(String file) {
    return Path.of(file).normalize().toString();
  }

  /** The values shared by all runs of files; runs can still set their own. */
  private static Map<String, Value> variables(
      Invocation invocation,
      Configuration configuration,
      Optional<String> tests,
      Diagnostics diagnostics)
      throws IOException {
    Variables.Collected collected =
        Variables.forTests(
            configuration.root().module().variables(),
            VariableFlags.sources(invocation.folder(), invocation),
            tests);
    diagnostics.addAll(collected.diagnostics());
    return collected.given();
  }

  private static TestJson.Details details(Invocation invocation, State state) {
    TreeMap<ProviderAddress, ProviderSchema> schemas = new TreeMap<>();
    try (DecodedState decoded = new DecodedState(invocation.project().providers());
        ProviderPool pool = new ProviderPool(invocation.project().providers())) {
      state
          .resources()
          .values()
          .forEach(
              resource ->
                  pool.find(resource.provider().provider())
                      .ifPresent(schema -> schemas.put(resource.provider().provider(), schema)));
      return new TestJson.Details(decoded.all(state, new Diagnostics()), schemas);
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
