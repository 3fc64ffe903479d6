package dev.ingot.cli;

import dev.ingot.address.ProviderAddress;
import dev.ingot.cli.up.Site;
import dev.ingot.cli.view.DiagnosticView;
import dev.ingot.deploy.Configuration;
import dev.ingot.deploy.Setting;
import dev.ingot.deploy.operation.BackendOutputs;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Result;
import dev.ingot.lang.function.standard.FunctionTable;
import dev.ingot.provider.ProviderFactory;
import dev.ingot.provider.Providers;
import dev.ingot.provider.builtin.TerraformProvider;
import dev.ingot.state.Environment;
import dev.ingot.state.StateStore;
import dev.ingot.state.backend.Backend;
import dev.ingot.state.backend.BackendBlock;
import dev.ingot.state.backend.BackendPlace;
import dev.ingot.state.backend.Backends;
import dev.ingot.state.backend.Workspaces;
import dev.ingot.state.backend.local.LocalBackend;
import dev.ingot.state.backend.local.LocalBackendType;
import dev.ingot.state.backend.local.StateFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * What commands on one configuration share: its folder, its state, the providers it may use, and
 * the way diagnostics are shown. Opens nothing before it is asked for.
 */
public final class Engine {
  /**
   * The address of the platform's provider, whose classes are loaded only where a configuration
   * names it.
   */
  private static final ProviderAddress PLATFORM =
      new ProviderAddress("ingot.dev", "ingot", "ingot");

  private final Invocation invocation;
  private final Wording wording;
  private final Clock clock;
  private final RandomGenerator random;
  private final Map<ProviderAddress, ProviderFactory> more;

  private Engine(
      Invocation invocation,
      Clock clock,
      RandomGenerator random,
      Map<ProviderAddress, ProviderFactory> more) {
    this.invocation = invocation;
    this.wording = Wording.of(invocation.environment());
    this.clock = clock;
    this.random = random;
    this.more = Map.copyOf(more);
  }

  /** The engine of a command as it was called. */
  public static Engine of(Invocation invocation) {
    return new Engine(
        invocation,
        Clock.systemUTC(),
        new SystemRandom(),
        Map.of(PLATFORM, () -> new Site(invocation).provider(Map.of()).create()));
  }

  /** The same with one more provider. */
  public Engine with(ProviderAddress address, ProviderFactory provider) {
    Map<ProviderAddress, ProviderFactory> all = new HashMap<>(more);
    all.put(address, provider);
    return new Engine(invocation, clock, random, all);
  }

  /** The same in another folder. */
  public Engine in(Path folder) {
    return new Engine(
        new Invocation(
            invocation.given(),
            invocation.terminal(),
            folder,
            invocation.calledIn(),
            invocation.environment()),
        clock,
        random,
        more);
  }

  /** The same as if an option had not been given. */
  public Engine withoutOption(String name) {
    Flags.Given given = invocation.given();
    Map<String, List<String>> values = new HashMap<>(given.values());
    values.remove(name);
    return new Engine(
        new Invocation(
            new Flags.Given(values, given.inOrder(), given.arguments()),
            invocation.terminal(),
            invocation.folder(),
            invocation.calledIn(),
            invocation.environment()),
        clock,
        random,
        more);
  }

  /** The folder of the configuration. */
  public Path folder() {
    return invocation.folder();
  }

  /** Where it prints. */
  public Terminal terminal() {
    return invocation.terminal();
  }

  /** What the program calls itself. */
  public Wording wording() {
    return wording;
  }

  /** The time. */
  public Clock clock() {
    return clock;
  }

  /** Where ids and keys come from. */
  public RandomGenerator random() {
    return random;
  }

  /** Reads the configuration; prints nothing. */
  public Result<Configuration> load() {
    return Configuration.load(folder());
  }

  /** Prints diagnostics: errors to standard error, warnings to standard output. */
  public void show(Collection<Diagnostic> diagnostics) {
    new DiagnosticView(terminal(), wording, invocation.given().on("compact-warnings"))
        .print(diagnostics);
  }

  /** All providers that can be used. */
  public Providers providers() {
    Map<ProviderAddress, ProviderFactory> all = new HashMap<>(more);
    all.put(
        ProviderAddress.TERRAFORM,
        () -> new TerraformProvider(random, new BackendOutputs(backends())));
    return new Providers(all);
  }

  /** The surroundings expressions are evaluated in. */
  public Setting setting() throws IOException {
    return new Setting(
        folder(),
        invocation.calledIn(),
        Path.of(invocation.environment().getOrDefault("HOME", System.getProperty("user.home"))),
        workspaces().current(),
        clock,
        random,
        FunctionTable.standard(),
        parallelism());
  }

  private int parallelism() {
    try {
      return Math.max(1, Integer.parseInt(invocation.given().text("parallelism").orElse("10")));
    } catch (NumberFormatException e) {
      return 10;
    }
  }

  /** The folder for what a configuration's folder keeps beside its files. */
  public Path data() {
    return folder().resolve(invocation.environment().getOrDefault("TF_DATA_DIR", ".terraform"));
  }

  /** Which workspace of the configuration is selected. */
  public Workspaces workspaces() {
    return new Workspaces(data(), invocation.environment());
  }

  /** The backends the configuration can use. */
  public Backends backends() {
    return new Backends(
        List.of(new LocalBackendType()), new BackendPlace(folder(), data(), environment()));
  }

  /** The state of the selected workspace, or the one named by {@code -state}. */
  public StateStore store(Optional<BackendBlock> configured) {
    Backend backend = backends().current(configured);
    return (backend instanceof LocalBackend local ? local.with(files()) : backend)
        .store(workspaces().current());
  }

  /** What the options {@code -state}, {@code -state-out}, {@code -backup} say. */
  private StateFiles files() {
    Optional<Path> read = invocation.given().text("state").map(folder()::resolve);
    Optional<Path> write = invocation.given().text("state-out").map(folder()::resolve);
    StateFiles.Backup backup =
        switch (invocation.given().text("backup").orElse("")) {
          case "-" -> new StateFiles.Backup.None();
          case "" -> new StateFiles.Backup.Beside();
          case String named -> new StateFiles.Backup.At(folder().resolve(named));
        };
    return new StateFiles(read, write, backup);
  }

  /** The world as stores of states see it. */
  public Environment environment() {
    return new Environment(
        clock,
        random,
        Home.actor(invocation.environment()),
        wording.titled(),
        Version.TERRAFORM_LANGUAGE);
  }
}
