package dev.ingot.cli.view;

import dev.ingot.address.ProviderAddress;
import dev.ingot.cli.terminal.Terminal;
import dev.ingot.cli.terminal.Wording;
import dev.ingot.deploy.Plan;
import dev.ingot.deploy.configuration.TestFile;
import dev.ingot.deploy.configuration.TestRun;
import dev.ingot.deploy.document.DecodedState;
import dev.ingot.deploy.document.PlanDocument;
import dev.ingot.deploy.document.SchemasDocument;
import dev.ingot.deploy.document.StateDocument;
import dev.ingot.deploy.test.TestStatus;
import dev.ingot.deploy.test.TestSuite;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.JsonDocument;
import dev.ingot.provider.ProviderSchema;
import dev.ingot.state.State;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import tools.jackson.core.JsonGenerator;

/** Output of tests for programs. Rules: Terraform's machine-readable interface, version 1.2. */
public final class TestJson implements TestView {
  private final EventStream stream;
  private final Wording wording;
  private final Optional<Function<State, Details>> states;

  /**
   * What is shown of a state.
   *
   * @param objects decoded
   * @param schemas of their providers
   */
  public record Details(
      List<DecodedState.Stored> objects, SortedMap<ProviderAddress, ProviderSchema> schemas) {
    public Details {
      objects = List.copyOf(objects);
    }
  }

  /**
   * Begins the stream.
   *
   * @param states what is shown of a state, if the plan or the result of each run is requested
   */
  public TestJson(
      Terminal terminal, Wording wording, Clock clock, Optional<Function<State, Details>> states) {
    this.wording = wording;
    this.states = states;
    stream = new EventStream(terminal, wording, clock);
  }

  @Override
  public void diagnostics(Collection<Diagnostic> diagnostics) {
    stream.diagnostics(diagnostics, json -> {});
  }

  @Override
  public void found(List<TestFile> files) {
    int runs = files.stream().mapToInt(file -> file.runs().size()).sum();
    info(
        "Found " + counted(files.size(), "file") + " and " + counted(runs, "run block"),
        "test_abstract",
        json -> {
          json.writeName("test_abstract");
          json.writeStartObject();
          for (TestFile file : files) {
            json.writeName(file.path());
            if (file.runs().isEmpty()) {
              json.writeNull();
            } else {
              json.writeStartArray();
              file.runs().forEach(run -> json.writeString(run.name()));
              json.writeEndArray();
            }
          }
          json.writeEndObject();
        });
  }

  private static String counted(int count, String what) {
    return count + " " + what + (count == 1 ? "" : "s");
  }

  private void info(String message, String type, JsonDocument rest) {
    stream.line("info", message, type, rest);
  }

  @Override
  public void begins(TestFile file) {
    file(file, "in progress", "starting", Optional.empty());
  }

  @Override
  public void begins(TestFile file, TestRun run) {
    run(file, run, "in progress", "starting", Optional.empty());
  }

  @Override
  public void ended(TestFile file, TestRun run, TestStatus status, Outcome outcome) {
    run(file, run, shown(status), "complete", Optional.of(status));
    if (states.isPresent()) {
      if (outcome.state().isPresent()) {
        state(file, run, outcome.state().get(), states.get().apply(outcome.state().get()));
      } else {
        outcome.plan().ifPresent(plan -> plan(file, run, plan));
      }
    }
    stream.diagnostics(outcome.diagnostics(), json -> place(json, file, run));
  }

  private void plan(TestFile file, TestRun run, Plan plan) {
    info(
        "-verbose flag enabled, printing plan",
        "test_plan",
        json -> {
          place(json, file, run);
          json.writeName("test_plan");
          json.writeStartObject();
          PlanDocument.changes(json, plan);
          new SchemasDocument(json).providersWithin(new TreeMap<>(plan.schemas()));
          json.writeEndObject();
        });
  }

  private void state(TestFile file, TestRun run, State state, Details details) {
    info(
        "-verbose flag enabled, printing state",
        "test_state",
        json -> {
          place(json, file, run);
          json.writeName("test_state");
          json.writeStartObject();
          StateDocument.values(json, state, details.objects());
          new SchemasDocument(json).providersWithin(details.schemas());
          json.writeEndObject();
        });
  }

  @Override
  public void tearingDown(TestFile file) {
    file(file, "tearing down", "teardown", Optional.empty());
  }

  @Override
  public void tearingDown(TestFile file, TestRun run) {
    run(file, run, "tearing down", "teardown", Optional.empty());
  }

  @Override
  public void tornDown(TestFile file, TestRun run, List<Diagnostic> diagnostics, State left) {
    List<String> addresses = left.instances().map(address -> address.toString()).toList();
    if (!addresses.isEmpty()) {
      stream.line(
          "error",
          wording.product()
              + " left some resources in state after executing "
              + file.path()
              + "/"
              + run.name()
              + ", they need to be cleaned up manually.",
          "test_cleanup",
          json -> {
            place(json, file, run);
            json.writeName("test_cleanup");
            json.writeStartObject();
            json.writeName("failed_resources");
            json.writeStartArray();
            for (String address : addresses) {
              json.writeStartObject();
              json.writeStringProperty("instance", address);
              json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
          });
    }
    stream.diagnostics(diagnostics, json -> place(json, file, run));
  }

  @Override
  public void ended(TestFile file, TestStatus status, List<Diagnostic> diagnostics) {
    file(file, shown(status), "complete", Optional.of(status));
    stream.diagnostics(diagnostics, json -> json.writeStringProperty("@testfile", file.path()));
  }

  private void file(TestFile file, String word, String progress, Optional<TestStatus> status) {
    info(
        file.path() + "... " + word,
        "test_file",
        json -> {
          json.writeStringProperty("@testfile", file.path());
          json.writeName("test_file");
          json.writeStartObject();
          json.writeStringProperty("path", file.path());
          json.writeStringProperty("progress", progress);
          status(json, status);
          json.writeEndObject();
        });
  }

  private void run(
      TestFile file, TestRun run, String word, String progress, Optional<TestStatus> status) {
    info(
        "  \"" + run.name() + "\"... " + word,
        "test_run",
        json -> {
          place(json, file, run);
          json.writeName("test_run");
          json.writeStartObject();
          json.writeStringProperty("path", file.path());
          json.writeStringProperty("run", run.name());
          json.writeStringProperty("progress", progress);
          if (status.isEmpty()) {
            json.writeNumberProperty("elapsed", 0);
          }
          status(json, status);
          json.writeEndObject();
        });
  }

  private static void place(JsonGenerator json, TestFile file, TestRun run) {
    json.writeStringProperty("@testfile", file.path());
    json.writeStringProperty("@testrun", run.name());
  }

  private static void status(JsonGenerator json, Optional<TestStatus> status) {
    status.ifPresent(
        found -> json.writeStringProperty("status", found.name().toLowerCase(Locale.ROOT)));
  }

  private static String shown(TestStatus status) {
    return switch (status) {
      case PENDING -> "pending";
      case SKIP -> "skip";
      case PASS -> "pass";
      case FAIL, ERROR -> "fail";
    };
  }

  @Override
  public void concluded(TestSuite.Summary summary) {
    info(
        TestView.sentence(summary),
        "test_summary",
        json -> {
          json.writeName("test_summary");
          json.writeStartObject();
          status(
              json,
              Optional.of(
                  summary.status() == TestStatus.PENDING ? TestStatus.PASS : summary.status()));
          json.writeNumberProperty("passed", summary.passed());
          json.writeNumberProperty("failed", summary.failed());
          json.writeNumberProperty("errored", summary.errored());
          json.writeNumberProperty("skipped", summary.skipped());
          json.writeEndObject();
        });
  }
}
