package dev.ingot.deploy;

import dev.ingot.address.ProviderAddress;
import dev.ingot.deploy.operation.ApplySession;
import dev.ingot.deploy.operation.BackendOutputs;
import dev.ingot.deploy.operation.Planner;
import dev.ingot.graph.Cancellation;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Result;
import dev.ingot.lang.function.standard.FunctionTable;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.ValueJson;
import dev.ingot.lang.value.Values;
import dev.ingot.provider.ProviderFactory;
import dev.ingot.provider.Providers;
import dev.ingot.provider.builtin.TerraformProvider;
import dev.ingot.provider.fake.FakeCloud;
import dev.ingot.provider.fake.FakeProvider;
import dev.ingot.state.Environments;
import dev.ingot.state.JournalDamagedException;
import dev.ingot.state.LockRequest;
import dev.ingot.state.State;
import dev.ingot.state.StatePaths;
import dev.ingot.state.StateSession;
import dev.ingot.state.backend.BackendPlace;
import dev.ingot.state.backend.BackendTypes;
import dev.ingot.state.backend.Backends;
import dev.ingot.state.backend.local.LocalBackendType;
import dev.ingot.state.local.LocalStateStore;
import dev.ingot.state.lock.FakeLocks;
import dev.ingot.storage.CrashingStorage;
import dev.ingot.storage.Storage;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/** A configuration, a state in memory and a cloud to try the engine on. */
final class Workbench {
  private static final Path STATE = Path.of("/in-memory/terraform.tfstate");
  private static final String REQUIREMENTS =
      """
      terraform {
        required_providers {
          fake = {
            source = "example.org/test/fake"
          }
        }
      }
      """;

  final FakeCloud cloud = new FakeCloud();
  final List<String> events = Collections.synchronizedList(new ArrayList<>());
  private final Object noted = new Object();
  final List<Event> all = Collections.synchronizedList(new ArrayList<>());
  final List<String> commands = Collections.synchronizedList(new ArrayList<>());
  private final Map<String, String> files = new TreeMap<>();
  private final Map<String, Value> variables = new HashMap<>();
  private final Map<ProviderAddress, ProviderFactory> others = new HashMap<>();
  private final RandomGenerator random = new SplittableRandom(11);
  private Storage storage = CrashingStorage.lasting(new SplittableRandom(3));
  private FakeLocks locks = new FakeLocks();
  Cancellation cancellation = new Cancellation();
  Clock clock = Clock.fixed(Instant.parse("2026-01-02T03:04:05Z"), ZoneOffset.UTC);

  Workbench file(String name, String text) {
    files.put(name, text);
    return this;
  }

  /** A configuration that may use the fake provider. */
  Workbench fake(String text) {
    return file("main.tf", text).file("requirements.tf", REQUIREMENTS);
  }

  Workbench set(String variable, Value value) {
    variables.put(variable, value);
    return this;
  }

  Workbench storedIn(Storage other) {
    storage = other;
    locks = new FakeLocks();
    return this;
  }

  /** Another provider, which the configuration may require as {@code example.org/test/NAME}. */
  Workbench provider(String name, ProviderFactory factory) {
    others.put(new ProviderAddress("example.org", "test", name), factory);
    return this;
  }

  Providers providers() {
    Map<ProviderAddress, ProviderFactory> all = new HashMap<>(others);
    all.put(
        ProviderAddress.TERRAFORM,
        () -> new TerraformProvider(random, new BackendOutputs(backends(), _ -> backends())));
    all.put(FakeProvider.ADDRESS, () -> new FakeProvider(cloud));
    return new Providers(all);
  }

  private static Backends backends() {
    Path folder = Path.of("/in-memory");
    return new Backends(
        BackendTypes.of(new LocalBackendType()),
        new BackendPlace(folder, folder.resolve(".terraform"), Environments.fixed(), Map.of()));
  }

  Setting setting() {
    return new Setting(
        Path.of("/in-memory"),
        Path.of("/in-memory"),
        Path.of("/home"),
        "default",
        clock,
        random,
        FunctionTable.standard(),
        10);
  }

  LocalStateStore store() {
    return new LocalStateStore(StatePaths.of(STATE), storage, locks, Environments.fixed());
  }

  /**
   * The state; a power cut can leave zeros behind the last durable record of a journal, which a
   * person has to look at: this one looks, and goes on.
   */
  StateSession open() {
    LockRequest request = LockRequest.of("OperationTypeApply");
    try {
      return store().open(request);
    } catch (JournalDamagedException _) {
      return store().open(request.repairing());
    }
  }

  Configuration configuration() {
    Result<Configuration> loaded = Configuration.load(files);
    if (loaded.hasErrors()) {
      throw new AssertionError(texts(loaded.diagnostics()));
    }
    return loaded.get();
  }

  /** What is wrong with the configuration, as text. */
  List<String> validate() {
    return texts(found());
  }

  /** What is wrong with the configuration. */
  List<Diagnostic> found() {
    Result<Configuration> loaded = Configuration.load(files);
    List<Diagnostic> found = new ArrayList<>(loaded.diagnostics());
    if (!loaded.hasErrors()) {
      found.addAll(new Planner(providers(), setting()).validate(loaded.get(), new Cancellation()));
    }
    return found;
  }

  Planner.Result plan(State state, PlanOptions options) {
    return new Planner(providers(), setting())
        .plan(configuration(), variables, state, options, this::note, cancellation);
  }

  Planner.Result plan(PlanOptions options) {
    try (StateSession session = open()) {
      return plan(session.state().snapshot(), options);
    }
  }

  Plan planned() {
    return planned(PlanOptions.NORMAL);
  }

  Plan planned(PlanOptions options) {
    Planner.Result result = plan(options);
    if (result.hasErrors()) {
      throw new AssertionError(texts(result.diagnostics()));
    }
    return result.plan().orElseThrow();
  }

  /** The changes of a plan that do something, as {@code ADDRESS ACTION REASON}. */
  static List<String> actions(Plan plan) {
    List<String> actions = new ArrayList<>();
    for (ResourceChange change : plan.changes()) {
      if (change.action() != ChangeAction.NO_OP) {
        actions.add(
            change.address()
                + change.deposed().map(key -> " deposed").orElse("")
                + " "
                + change.action()
                + (change.reason() == ActionReason.NONE ? "" : " " + change.reason().text()));
      }
    }
    return actions;
  }

  ApplySession session(Plan plan, StateSession state) {
    Result<ApplySession> opened =
        ApplySession.open(
            new ApplyRequest(
                plan, state, providers(), setting(), this::note, runner(), cancellation));
    return opened.value().orElseThrow(() -> new AssertionError(texts(opened.diagnostics())));
  }

  /** Plans and applies all. */
  ApplyResult apply() {
    return apply(PlanOptions.NORMAL);
  }

  ApplyResult apply(PlanOptions options) {
    try (StateSession session = open()) {
      Planner.Result planned = plan(session.state().snapshot(), options);
      if (planned.hasErrors()) {
        throw new AssertionError(texts(planned.diagnostics()));
      }
      try (ApplySession applying = session(planned.plan().orElseThrow(), session)) {
        return applying.run();
      }
    }
  }

  State state() {
    return store().read().state();
  }

  /** The addresses of all objects in the state, deposed ones with their key. */
  List<String> stored() {
    List<String> found = new ArrayList<>();
    State state = state();
    state
        .instances()
        .forEach(
            address ->
                state
                    .instance(address)
                    .ifPresent(
                        instance -> {
                          if (instance.current().isPresent()) {
                            found.add(address.toString());
                          }
                          instance
                              .deposed()
                              .keySet()
                              .forEach(key -> found.add(address + " deposed"));
                        }));
    return found;
  }

  /** What came of conditions, as the state holds it: objects, and below each its instances. */
  List<String> storedChecks() {
    List<String> found = new ArrayList<>();
    Value stored = ValueJson.parse(state().checkResults().text());
    for (Value each : elements(stored)) {
      found.add(text(each, "object_kind") + " " + text(each, "config_addr") + status(each));
      for (Value object : elements(part(each, "objects"))) {
        found.add("  " + text(object, "object_addr") + status(object));
      }
    }
    return found;
  }

  private static String status(Value object) {
    StringBuilder out = new StringBuilder(" ").append(text(object, "status"));
    elements(part(object, "failure_messages"))
        .forEach(message -> out.append(": ").append(Values.text(message).orElse("")));
    return out.toString();
  }

  private static List<Value> elements(Value value) {
    return value.isNull() ? List.of() : Values.elements(value).orElse(List.of());
  }

  private static Value part(Value object, String name) {
    return Values.attribute(object, name).orElse(Values.NULL);
  }

  private static String text(Value object, String name) {
    return Values.text(part(object, name)).orElse("");
  }

  CommandRunner runner() {
    return (command, folder, environment, output, stop) -> {
      commands.add(command.getLast());
      output.accept("ran");
      return command.getLast().startsWith("exit ")
          ? Integer.parseInt(command.getLast().split(" ")[1])
          : 0;
    };
  }

  /** Waits until an event was noted. */
  void awaitEvent(String event) throws InterruptedException {
    synchronized (noted) {
      long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
      while (!events.contains(event)) {
        long left = (end - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
          throw new AssertionError("no " + event + ", only " + events);
        }
        noted.wait(left);
      }
    }
  }

  private void note(Event event) {
    all.add(event);
    add(event);
    synchronized (noted) {
      noted.notifyAll();
    }
  }

  private void add(Event event) {
    switch (event) {
      case Event.ProvisionOutput said -> events.add(said.address() + " said " + said.output());
      case Event.ApplyComplete complete ->
          events.add(
              complete.action()
                  + " "
                  + complete.address()
                  + complete.deposed().map(key -> " deposed").orElse(""));
      case Event.ApplyErrored errored -> events.add("failed " + errored.address());
      case Event.EphemeralComplete complete ->
          events.add(complete.action() + " " + complete.address());
      case Event.EphemeralErrored errored ->
          events.add("failed " + errored.action() + " " + errored.address());
      case Event.EphemeralDeferred deferred -> events.add("deferred " + deferred.address());
      case Event.RefreshStart _,
          Event.EphemeralStart _,
          Event.EphemeralProgress _,
          Event.RefreshComplete _,
          Event.ImportPrepare _,
          Event.ImportStart _,
          Event.ImportComplete _,
          Event.ReadStart _,
          Event.ReadComplete _,
          Event.ReadErrored _,
          Event.ApplyStart _,
          Event.ApplyProgress _,
          Event.ProvisionStart _,
          Event.ProvisionComplete _,
          Event.ProvisionErrored _ -> {}
    }
  }

  static List<String> texts(List<Diagnostic> diagnostics) {
    return diagnostics.stream()
        .map(
            each ->
                (each.isError() ? "error: " : "warning: ")
                    + each.summary()
                    + (each.detail().isEmpty() ? "" : ": " + each.detail())
                    + each.subject().map(range -> " @ " + range).orElse(""))
        .toList();
  }
}
