package dev.ingot.home;

import dev.ingot.bake.StepException;
import dev.ingot.bake.gate.BootTester;
import dev.ingot.bake.journal.BakeJournal;
import dev.ingot.bake.layer.SnapshotCache;
import dev.ingot.bake.plugin.InstalledPlugins;
import dev.ingot.bake.process.TiedPrograms;
import dev.ingot.bake.qemu.QemuBuilder;
import dev.ingot.bake.run.Bake;
import dev.ingot.bake.run.StandardComponents;
import dev.ingot.deploy.variable.VariablePrompt;
import dev.ingot.health.SystemTime;
import dev.ingot.http.client.Surroundings;
import dev.ingot.ledger.Ledger;
import dev.ingot.platform.agent.AgentProgram;
import dev.ingot.platform.api.AgentClient;
import dev.ingot.platform.api.AgentHome;
import dev.ingot.platform.api.JailCapability;
import dev.ingot.platform.api.PlatformException;
import dev.ingot.platform.driver.jail.Cgroups;
import dev.ingot.platform.driver.jail.Jail;
import dev.ingot.platform.driver.jail.JailDetector;
import dev.ingot.platform.fleet.PlatformFleet;
import dev.ingot.platform.host.Processes;
import dev.ingot.platform.image.RegistryImages;
import dev.ingot.platform.provider.AgentAccess;
import dev.ingot.platform.provider.IngotProvider;
import dev.ingot.platform.rootfs.DiskBootTester;
import dev.ingot.platform.rootfs.MachineBootTester;
import dev.ingot.platform.rootfs.RootfsBuilder;
import dev.ingot.provider.ProviderFactory;
import dev.ingot.registry.Registry;
import dev.ingot.registry.distribution.RegistryAccess;
import dev.ingot.release.ReleaseParts;
import dev.ingot.release.bake.Bakery;
import dev.ingot.release.bake.TemplateBakery;
import dev.ingot.rollout.Fleet;
import dev.ingot.storage.Digest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The embedded parts of this host: ledger, registry, platform. Each is opened when first needed.
 */
public final class Site implements AutoCloseable {
  private final Home home;
  private final Map<String, String> environment;
  private final Consumer<String> isolation;
  private Optional<Ledger> ledger = Optional.empty();
  private Optional<Registry> registry = Optional.empty();
  private Optional<AgentClient> agent = Optional.empty();
  private Optional<BakeJournal> journal = Optional.empty();

  /**
   * The embedded parts.
   *
   * @param environment the environment variables
   * @param isolation receives a notice if machines are not fully isolated
   */
  public Site(Home home, Map<String, String> environment, Consumer<String> isolation) {
    this.home = home;
    this.environment = Map.copyOf(environment);
    this.isolation = isolation;
  }

  /** The folder they are in. */
  public Home home() {
    return home;
  }

  /** Who acts, as records name them. */
  public String actor() {
    return Home.actor(environment);
  }

  /** The ledger of releases and images. */
  public Ledger ledger() {
    if (ledger.isEmpty()) {
      ledger = Optional.of(home.ledger());
    }
    return ledger.get();
  }

  /** The images. */
  public Registry registry() {
    if (registry.isEmpty()) {
      registry = Optional.of(home.registry(ledger()));
    }
    return registry.get();
  }

  /** The agent of the platform, started if it is not running. */
  public synchronized AgentClient agent() throws PlatformException, InterruptedException {
    if (agent.isEmpty()) {
      AgentHome of = AgentHome.of(home.folder());
      AgentClient client = AgentClient.connect(of, AgentProgram.ofThisProcess());
      agent = Optional.of(client);
      IsolationNotice.of(client.capability(), of.platform()).ifPresent(isolation);
    }
    return agent.get();
  }

  /** The layers that the cache of steps needs. */
  public Set<Digest> cachedLayers() {
    return new SnapshotCache(home.folder().resolve("cache"), registry().store()).layers();
  }

  /** Bakes templates with the builders of this host. */
  public Bakery bakery() {
    BakeJournal journal = journal();
    return new TemplateBakery(
        new Bake(
            registry(),
            StandardComponents.with(
                List.of(rootfs()),
                Surroundings.of(environment, home.clock(), new SystemRandom()),
                registry(),
                journal,
                home.folder().resolve("cache")),
            InstalledPlugins.of(environment, new TiedPrograms(), journal),
            new TiedPrograms(),
            journal,
            home.folder().resolve("cache"),
            home.clock()),
        actor(),
        environment,
        new SystemRandom());
  }

  private QemuBuilder.Host virtualMachines() {
    return StandardComponents.virtualMachines(
        Surroundings.of(environment, home.clock(), new SystemRandom()),
        journal(),
        home.folder().resolve("cache"));
  }

  /** What bakes of this process have created. */
  private BakeJournal journal() {
    if (journal.isEmpty()) {
      journal =
          Optional.of(new BakeJournal(BakeJournal.folderIn(home.folder()), actor(), home.clock()));
    }
    return journal.get();
  }

  /** The machines of the platform, for rollouts. */
  public Fleet fleet() {
    return new PlatformFleet(this::agent, new SystemTime());
  }

  /** Runs boot tests of images. */
  public BootTester bootTester() {
    return (image, test, cancellation) -> {
      if (DiskBootTester.isOfFiles(registry().store(), image)) {
        return new DiskBootTester(registry().store(), virtualMachines(), home.clock())
            .run(image, test, cancellation);
      }
      try {
        return new MachineBootTester(agent().machines(), home.clock())
            .run(image, test, cancellation);
      } catch (PlatformException e) {
        throw new StepException(e.describe());
      }
    };
  }

  /**
   * The provider of the platform.
   *
   * @param held digests by {@code bucket:channel}: pinned targets of channels
   */
  public ProviderFactory provider(Map<String, String> held) {
    return () ->
        new IngotProvider(
            new AgentAccess(AgentHome.of(home.folder()), AgentProgram.ofThisProcess()),
            registry(),
            held,
            new SystemRandom());
  }

  /**
   * The parts that releases of a project are made with.
   *
   * @param prompt asks for values of variables that are given nowhere
   * @throws dev.ingot.state.StateException if it can't be read which workspace is selected
   */
  public ReleaseParts parts(Project project, VariablePrompt prompt) {
    return new ReleaseParts(
        ledger(),
        registry(),
        bakery(),
        bootTester(),
        fleet(),
        held -> project.with(IngotProvider.ADDRESS, provider(held)).providers(),
        project.setting(),
        project::store,
        prompt,
        new SystemTime(),
        project.random(),
        actor(),
        environment);
  }

  private RootfsBuilder rootfs() {
    Processes processes = Processes.ofHost();
    Once<JailCapability> capability =
        new Once<>(() -> new JailDetector(home.folder().resolve("cache/trial")).detect());
    return new RootfsBuilder(
        new RootfsBuilder.Host(
            Path.of("/"),
            Path.of(System.getProperty("java.home")),
            home.folder().resolve("cache"),
            registry(),
            RegistryAccess.of(Surroundings.of(environment, home.clock(), new SystemRandom())),
            new Once<>(() -> new Jail(capability.get(), processes, new Cgroups(Path.of("/proc")))),
            new Once<>(() -> RegistryImages.of(home.folder(), capability.get())),
            new TiedPrograms(),
            processes,
            TemplateBakery.modified(environment)));
  }

  /** A value computed once, when first needed. */
  private static final class Once<T> implements Supplier<T> {
    private final Supplier<T> source;
    private Optional<T> known = Optional.empty();

    Once(Supplier<T> source) {
      this.source = source;
    }

    @Override
    public synchronized T get() {
      if (known.isEmpty()) {
        known = Optional.of(source.get());
      }
      return known.get();
    }
  }

  @Override
  public void close() {
    agent.ifPresent(AgentClient::close);
    journal.ifPresent(BakeJournal::close);
    registry.ifPresent(Registry::close);
    ledger.ifPresent(Ledger::close);
  }
}
