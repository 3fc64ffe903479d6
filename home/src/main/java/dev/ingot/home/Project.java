package dev.ingot.home;

import dev.ingot.address.ProviderAddress;
import dev.ingot.deploy.Configuration;
import dev.ingot.deploy.Setting;
import dev.ingot.deploy.configuration.ComputedSources;
import dev.ingot.deploy.configuration.ModuleConfiguration;
import dev.ingot.deploy.configuration.RootProblems;
import dev.ingot.deploy.install.ModuleCopy;
import dev.ingot.deploy.install.ModuleInstallation;
import dev.ingot.deploy.operation.BackendOutputs;
import dev.ingot.deploy.variable.StaticSources;
import dev.ingot.deploy.variable.VariableInput;
import dev.ingot.deploy.variable.VariableSources;
import dev.ingot.graph.Cancellation;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Result;
import dev.ingot.lang.function.standard.FunctionTable;
import dev.ingot.provider.LoggedProvider;
import dev.ingot.provider.ProviderFactory;
import dev.ingot.provider.Providers;
import dev.ingot.provider.builtin.TerraformProvider;
import dev.ingot.provider.install.InstalledProviders;
import dev.ingot.state.Environment;
import dev.ingot.state.StateCipher;
import dev.ingot.state.StateException;
import dev.ingot.state.StateSetupException;
import dev.ingot.state.StateStore;
import dev.ingot.state.backend.BackendException;
import dev.ingot.state.backend.Backends;
import dev.ingot.state.backend.Workspaces;
import dev.ingot.state.backend.local.StateFiles;
import dev.ingot.state.encryption.EncryptionException;
import dev.ingot.state.encryption.Encryptions;
import dev.ingot.storage.log.CommandLog;
import dev.ingot.storage.log.CommandLog.Severity;
import dev.ingot.storage.log.Field;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * The configuration in a folder, with its state, the providers it may use and its surroundings.
 * Each is opened when it is first needed.
 */
public final class Project {
  /**
   * The address of the platform's provider, whose classes are loaded only where a configuration
   * names it.
   */
  private static final ProviderAddress PLATFORM =
      new ProviderAddress("ingot.dev", "ingot", "ingot");

  /**
   * The options of an operation on a project.
   *
   * @param workingFolder what {@code path.cwd} is
   * @param environment the environment variables
   * @param files the files of its state, if not those of its backend
   * @param parallelism the maximum number of concurrent provider calls
   * @param program the name and version of this program, for messages
   * @param variables the values given for this operation, in order
   * @param extensions whether configurations may have what OpenTofu added to the language: blocks
   *     named {@code encryption}, sources of modules that aren't constant, {@code enabled} in
   *     {@code lifecycle}
   */
  public record Options(
      Path workingFolder,
      Map<String, String> environment,
      StateFiles files,
      int parallelism,
      String program,
      List<VariableInput> variables,
      boolean extensions) {
    public Options {
      environment = Map.copyOf(environment);
      variables = List.copyOf(variables);
    }
  }

  private final Path folder;
  private final Options options;
  private final Clock clock;
  private final RandomGenerator random;
  private final Map<ProviderAddress, ProviderFactory> providers;
  private final CommandLog log;
  private final ProjectStates states;

  private Project(
      Path folder,
      Options options,
      Clock clock,
      RandomGenerator random,
      CommandLog log,
      Map<ProviderAddress, ProviderFactory> providers) {
    this.log = log;
    this.folder = folder;
    this.options = options;
    this.clock = clock;
    this.random = random;
    this.providers = Map.copyOf(providers);
    this.states = new ProjectStates(this, options);
  }

  /** The configuration in a folder, with the embedded platform. */
  public static Project of(Path folder, Options options) {
    Clock clock = Clock.systemUTC();
    return new Project(
        folder,
        options,
        clock,
        new SystemRandom(),
        CommandLog.of(options.environment(), clock, System.err::println, _ -> {}),
        Map.of(
            PLATFORM,
            () ->
                new Site(
                        new Home(Home.path(folder, options.environment()), clock),
                        options.environment(),
                        _ -> {})
                    .provider(Map.of())
                    .create()));
  }

  /** The same with one more provider, or another in place of one. */
  public Project with(ProviderAddress address, ProviderFactory provider) {
    Map<ProviderAddress, ProviderFactory> all = new HashMap<>(providers);
    all.put(address, provider);
    return new Project(folder, options, clock, random, log, all);
  }

  /** The folder of the configuration. */
  public Path folder() {
    return folder;
  }

  /** The time. */
  public Clock clock() {
    return clock;
  }

  /** The log of the command, if the user asked for one. */
  CommandLog log() {
    return log;
  }

  /** The source of ids and keys. */
  public RandomGenerator random() {
    return random;
  }

  /** Reads the configuration. */
  public Result<Configuration> load() {
    log.core(Severity.DEBUG, "the configuration is read", Field.of("folder", folder));
    return extensions().checked(Configuration.load(folder, data(), computedSources()));
  }

  /** The same, with files and modules named by their whole paths. */
  public Result<Configuration> loadAbsolute() {
    return extensions().checked(Configuration.loadAbsolute(folder, data(), computedSources()));
  }

  /**
   * The root module alone, for what needs only the state.
   *
   * @throws StateSetupException if it has errors: then it isn't certain where the state is, and how
   *     it is encrypted
   */
  public ModuleConfiguration root() {
    Result<ModuleConfiguration> root = loadRoot();
    if (root.hasErrors()) {
      throw new StateSetupException(root.diagnostics());
    }
    return root.get();
  }

  /** Reads the root module alone. */
  public Result<ModuleConfiguration> loadRoot() {
    return extensions().checkedRoot(Configuration.root(folder, computedSources()));
  }

  /** Tells problems of the root module apart. */
  public RootProblems rootProblems() {
    return Configuration.rootProblems(folder, computedSources());
  }

  private LanguageExtensions extensions() {
    return new LanguageExtensions(options.extensions());
  }

  /**
   * Reads the configuration of a module below this folder, as if it were the root module.
   *
   * @param module its folder, relative to this one
   */
  public Result<Configuration> load(String module) {
    return Configuration.load(folder, data(), module);
  }

  /**
   * Installs the modules that the configuration calls.
   *
   * @param upgrade whether newer versions than those installed are wanted
   * @param cancellation ends downloads
   * @return what kept modules from being installed
   * @throws IOException if the data folder can't be used
   */
  public List<Diagnostic> installModules(
      boolean upgrade, ModuleInstallation.Progress progress, Cancellation cancellation)
      throws IOException {
    Result<ModuleAccess> access = moduleAccess(cancellation, progress::waiting);
    if (access.hasErrors()) {
      return access.diagnostics();
    }
    try (ModuleAccess open = access.get()) {
      return new ModuleInstallation(
              folder, data(), open.sources(), computedSources(), progress, cancellation)
          .install(upgrade);
    }
  }

  /**
   * Begins the configuration with a copy of a module.
   *
   * @param source as in a module block
   * @param cancellation ends downloads
   * @return what kept it from being done
   * @throws IOException if the folder can't be used
   */
  public List<Diagnostic> copyModule(String source, Cancellation cancellation) throws IOException {
    Result<ModuleAccess> access = moduleAccess(cancellation, _ -> {});
    if (access.hasErrors()) {
      return access.diagnostics();
    }
    try (ModuleAccess open = access.get()) {
      return new ModuleCopy(folder, data(), open.sources()).of(source);
    }
  }

  private ComputedSources computedSources() {
    return options.extensions()
        ? StaticSources.of(
            new VariableSources(folder, options.environment(), options.variables()), this::setting)
        : ComputedSources.ofTerraform();
  }

  private Result<ModuleAccess> moduleAccess(Cancellation cancellation, Consumer<Duration> waiting) {
    return ModuleAccess.of(surroundings(), states.place(StateCipher.NONE), cancellation, waiting);
  }

  /** All providers that can be used. */
  public Providers providers() {
    Map<ProviderAddress, ProviderFactory> all = new HashMap<>(providers);
    all.put(
        ProviderAddress.TERRAFORM,
        () ->
            new TerraformProvider(
                random,
                new BackendOutputs(states.backends(StateCipher.NONE), states::remoteBackends)));
    OtherProviders others = new OtherProviders(this);
    if (!log.isOn(Severity.DEBUG)) {
      return new Providers(all, others::find);
    }
    all.replaceAll(this::logged);
    return new Providers(
        all, address -> others.find(address).map(provider -> logged(address, provider)));
  }

  private ProviderFactory logged(ProviderAddress address, ProviderFactory provider) {
    return () -> new LoggedProvider(address.toString(), provider.create(), log, System::nanoTime);
  }

  /** What was chosen and installed of the providers that are processes. */
  public InstalledProviders installedProviders() {
    return InstalledProviders.read(surroundings());
  }

  /**
   * Where its providers are installed from.
   *
   * @param folders from the command line; empty for what the CLI configuration file says
   * @param cancellation ends requests to other hosts
   */
  public Result<ProviderSources> providerSources(List<String> folders, Cancellation cancellation) {
    return ProviderSources.of(surroundings(), folders, cancellation);
  }

  /**
   * Only a mirror that is reached by HTTPS.
   *
   * @param mirror its address, as it is written
   */
  public Result<ProviderSources> mirrorSources(String mirror, Cancellation cancellation) {
    return ProviderSources.ofMirror(surroundings(), mirror, cancellation);
  }

  /** What this user may do at other hosts. */
  public Result<HostAccounts> accounts(Cancellation cancellation) {
    return HostAccounts.of(surroundings(), cancellation);
  }

  /** The variables, programs and folders of this project that concern its installed providers. */
  InstalledProviders.Surroundings surroundings() {
    Path temporary = Path.of("/tmp");
    return new InstalledProviders.Surroundings(
        folder,
        data(),
        userHome(),
        Home.path(folder, options.environment()).resolve("cache/providers"),
        Files.isWritable(temporary) ? temporary : Path.of(System.getProperty("java.io.tmpdir")),
        options.environment(),
        random,
        log);
  }

  private Path userHome() {
    return Path.of(options.environment().getOrDefault("HOME", System.getProperty("user.home")));
  }

  /**
   * The surroundings in which expressions are evaluated.
   *
   * @throws StateException if the selected workspace can't be read
   */
  public Setting setting() {
    return new Setting(
        folder,
        options.workingFolder(),
        userHome(),
        workspaces().current(),
        clock,
        random,
        FunctionTable.standard(),
        options.parallelism());
  }

  /** The data folder beside the files of the configuration. */
  public Path data() {
    return folder.resolve(options.environment().getOrDefault("TF_DATA_DIR", ".terraform"));
  }

  /** The workspaces of the configuration and which is selected. */
  public Workspaces workspaces() {
    return new Workspaces(data(), options.environment());
  }

  /**
   * The backends the configuration can use.
   *
   * @param root its root module, which says how states are encrypted
   * @throws EncryptionException if that can't be used
   */
  public Backends backends(ModuleConfiguration root) {
    return states.backends(root);
  }

  /**
   * The state of the selected workspace, or of the files in the options.
   *
   * @param root the root module of the configuration, with its backend and encryption blocks
   * @throws BackendException if the backend has to be initialized first
   * @throws EncryptionException if the encryption block can't be used
   */
  public StateStore store(ModuleConfiguration root) {
    return states.store(root);
  }

  /**
   * What stores of states need to know of their surroundings.
   *
   * @param cipher how states are encrypted
   */
  public Environment environment(StateCipher cipher) {
    return states.environment(cipher);
  }

  /**
   * How states and plans are encrypted, as the configuration and the environment say.
   *
   * @param root the root module of the configuration
   * @throws EncryptionException if what they say can't be used
   */
  public Encryptions encryption(ModuleConfiguration root) {
    return states.encryption(root);
  }
}
