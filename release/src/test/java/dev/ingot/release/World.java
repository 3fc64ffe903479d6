package dev.ingot.release;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.address.ProviderAddress;
import dev.ingot.address.ResourceAddress;
import dev.ingot.bake.BakeEvent;
import dev.ingot.bake.template.Template;
import dev.ingot.bake.template.TemplateBlocks;
import dev.ingot.deploy.Setting;
import dev.ingot.deploy.variable.VariableInput;
import dev.ingot.deploy.variable.VariablePrompt;
import dev.ingot.graph.Cancellation;
import dev.ingot.health.HealthCheck;
import dev.ingot.health.Verdict;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.Result;
import dev.ingot.lang.function.standard.FunctionTable;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import dev.ingot.ledger.Ledger;
import dev.ingot.provider.Providers;
import dev.ingot.provider.builtin.RemoteStates;
import dev.ingot.provider.builtin.TerraformProvider;
import dev.ingot.provider.fake.FakeCloud;
import dev.ingot.provider.fake.FakeProvider;
import dev.ingot.registry.Registry;
import dev.ingot.release.bake.Bakery;
import dev.ingot.rollout.Fleet;
import dev.ingot.state.Environments;
import dev.ingot.state.State;
import dev.ingot.state.StatePaths;
import dev.ingot.state.local.LocalStateStore;
import dev.ingot.state.lock.FakeLocks;
import dev.ingot.storage.CrashingStorage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * A stack, a cloud, a state and a ledger: all that outlives a process. A machine whose {@code kind}
 * begins with {@code broken} dies at once.
 */
final class World {
  static final String FLEET =
      """
      terraform {
        required_providers {
          fake = {
            source = "example.org/test/fake"
          }
        }
      }

      variable "image" {}

      variable "broken" {
        default = -1
      }

      resource "fake_keyed" "machine" {
        count = 3
        name  = "machine-${count.index}"
        kind  = tonumber(var.broken) == count.index ? "broken-${var.image}" : var.image
      }

      variable "port" {
        default = 80
      }

      resource "fake_thing" "balancer" {
        name = "balancer"
        size = tonumber(var.port)
        tags = { for m in fake_keyed.machine : m.name => m.id }
      }

      output "machines" {
        value = fake_keyed.machine[*].id
      }
      """;

  static final String ROLLOUT =
      """
      rollout "web" {
        target           = fake_keyed.machine
        min_healthy_time = "2ms"
        healthy_deadline = "1s"
        health_check "tcp" {
          port     = 1
          interval = "1ms"
        }
      }
      """;

  private static final Path STATE = Path.of("/in-memory/terraform.tfstate");

  private final Path root;
  private final Path folder;
  private final FakeCloud cloud;
  private final CrashingStorage storage;
  private final FakeLocks locks = new FakeLocks();
  private final RandomGenerator random = new SplittableRandom(11);

  private World(Path root, Path folder, FakeCloud cloud, CrashingStorage storage) {
    this.root = root;
    this.folder = folder;
    this.cloud = cloud;
    this.storage = storage;
  }

  /** No world yet. */
  static final World NOWHERE =
      new World(
          Path.of("/"),
          Path.of("/"),
          new FakeCloud(),
          CrashingStorage.lasting(new SplittableRandom(1)));

  /** A world in which nothing was ever done. */
  static World in(Path temporary) throws IOException {
    Path folder = Files.createDirectories(temporary.resolve("stack"));
    Path root = Files.createDirectory(temporary.resolve("home"));
    World world =
        new World(root, folder, new FakeCloud(), CrashingStorage.lasting(new SplittableRandom(3)));
    world.write("main.tf", FLEET);
    world.write("web.ingot.hcl", ROLLOUT);
    return world;
  }

  World write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
    return this;
  }

  FakeCloud cloud() {
    return cloud;
  }

  Path ledgerFile() {
    return root.resolve("ledger.db");
  }

  /** The same world once more, to do something else in. */
  World copy() {
    return new World(copiedRoot(), folder, cloud.copy(), storage.afterCrash());
  }

  /** What another process finds when all others are dead from this moment. */
  World afterCrash() {
    // First the cloud: what is done in it from here on was never done.
    FakeCloud left = cloud.afterCrash();
    CrashingStorage files = storage.afterCrash();
    return new World(copiedRoot(), folder, left, files);
  }

  private Path copiedRoot() {
    try {
      Path copy = Files.createTempDirectory(root.getParent(), "home");
      try (Stream<Path> files = Files.list(root)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          Files.copy(file, copy.resolve(file.getFileName()));
        }
      }
      return copy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ReleaseRequest.Up up(String... assignments) {
    return new ReleaseRequest.Up(inputs(assignments), "");
  }

  static List<VariableInput> inputs(String... assignments) {
    return Stream.of(assignments).<VariableInput>map(VariableInput.Assignment::new).toList();
  }

  ReleaseResult run(ReleaseRequest request) {
    return run(request, event -> {}, new Cancellation());
  }

  /** Runs a request in a process of its own. */
  ReleaseResult run(ReleaseRequest request, ReleaseListener listener, Cancellation cancellation) {
    try (Ledger ledger = Ledger.open(ledgerFile(), Clock.systemUTC());
        Registry registry = Registry.open(root.resolve("registry"), Clock.systemUTC())) {
      return new Stack(folder, folder, parts(ledger, registry), listener, cancellation)
          .run(request);
    } catch (RequestException | IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private ReleaseParts parts(Ledger ledger, Registry registry) {
    return new ReleaseParts(
        ledger,
        registry,
        new NoBakery(),
        (_, _, _) -> {
          throw new AssertionError("nothing is tested here");
        },
        new CloudFleet(cloud),
        _ -> providers(),
        new Setting(
            folder,
            folder,
            Path.of("/home"),
            "default",
            Clock.systemUTC(),
            random,
            FunctionTable.standard(),
            10),
        _ -> new LocalStateStore(StatePaths.of(STATE), storage, locks, Environments.fixed()),
        VariablePrompt.NONE,
        Clock.systemUTC(),
        random,
        "somebody@here",
        Map.of());
  }

  private Providers providers() {
    return new Providers(
        Map.of(
            ProviderAddress.TERRAFORM,
            () -> new TerraformProvider(random, new NoRemoteStates()),
            FakeProvider.ADDRESS,
            () -> new FakeProvider(cloud)));
  }

  State state() {
    return new LocalStateStore(StatePaths.of(STATE), storage, new FakeLocks(), Environments.fixed())
        .read()
        .state();
  }

  /** The kinds of what the balancer sends requests to, by the names of the machines. */
  Map<String, String> served() {
    Map<String, String> kinds = new TreeMap<>();
    cloud.objects().values().stream()
        .filter(object -> text(object, "name").equals("balancer"))
        .flatMap(object -> Values.attribute(object, "tags").flatMap(Values::entries).stream())
        .forEach(
            tags ->
                tags.forEach(
                    (name, id) ->
                        kinds.put(
                            name,
                            cloud
                                .find(Values.text(id).orElse(""))
                                .map(machine -> text(machine, "kind"))
                                .orElse("gone"))));
    return kinds;
  }

  /** The outcomes of all releases, the newest first. */
  List<String> outcomes() {
    try (Ledger ledger = Ledger.open(ledgerFile(), Clock.systemUTC())) {
      return ledger.releases().of(Stack.name(folder)).stream()
          .map(release -> release.outcome().word())
          .toList();
    }
  }

  /** Somebody removes the ledger. */
  void loseLedger() throws IOException {
    try (Stream<Path> files = Files.list(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.delete(file);
      }
    }
  }

  /** A record of the last rollout changes; false if there is none. */
  boolean damageRecord() throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + ledgerFile());
        Statement statement = connection.createStatement()) {
      return statement.executeUpdate(
              "UPDATE records SET payload = replace(payload, '\"number\":0', '\"number\": 0')"
                  + " WHERE sequence = (SELECT min(sequence) FROM records WHERE kind ="
                  + " 'rollout.event' AND subject LIKE '%#2')")
          > 0;
    }
  }

  /** Nothing is there but three machines of a kind and their balancer; all releases have ended. */
  void settledAs(String image) {
    servesAs(image);
    assertThat(outcomes()).as("releases").doesNotContain("running");
  }

  /** Nothing is there but three machines of a kind and their balancer. */
  void servesAs(String image) {
    assertThat(served().values()).as("what serves").hasSize(3).containsOnly(image);
    assertThat(cloud.objects()).as("what is there").hasSize(4);
    State state = state();
    state
        .instances()
        .forEach(
            address ->
                assertThat(state.instance(address).orElseThrow().deposed())
                    .as("deposed objects of %s", address)
                    .isEmpty());
  }

  static String text(Value object, String name) {
    return Values.attribute(object, name).flatMap(Values::text).orElse("");
  }

  private static final class NoRemoteStates implements RemoteStates {
    @Override
    public Optional<String> problem(String backend) {
      return Optional.of("there are none here");
    }

    @Override
    public Optional<SortedMap<String, Value>> outputs(
        String backend, Value config, String workspace) {
      return Optional.empty();
    }
  }

  private record CloudFleet(FakeCloud cloud) implements Fleet {
    @Override
    public boolean has(ResourceAddress resource) {
      return resource.type().equals("fake_keyed");
    }

    @Override
    public Verdict probe(Member machine, List<HealthCheck> checks) {
      String kind =
          cloud
              .find(text(machine.attributes(), "id"))
              .map(object -> text(object, "kind"))
              .orElse("gone");
      return kind.equals("gone") || kind.startsWith("broken")
          ? new Verdict.Dead("the machine is " + kind)
          : new Verdict.Healthy("tcp", "accepted");
    }

    @Override
    public boolean isFront(ResourceAddress resource) {
      return resource.type().equals("fake_thing");
    }

    @Override
    public Verdict reach(Member front, List<Member> machines) {
      return Values.attribute(front.attributes(), "size").equals(Optional.of(Value.of(80)))
          ? new Verdict.Healthy("balancer", "its backends are healthy")
          : new Verdict.Unhealthy("balancer", "connection refused");
    }

    @Override
    public Optional<String> lastWords(Member machine, int lines) {
      return Optional.of("I am " + text(machine.attributes(), "kind"));
    }

    @Override
    public Optional<String> image(ResourceAddress resource, Value attributes) {
      return Optional.empty();
    }
  }

  private static final class NoBakery implements Bakery {
    @Override
    public Set<String> variables(Path templates) {
      return Set.of();
    }

    @Override
    public List<Diagnostic> validate(Request request, Depth depth) {
      return new ArrayList<>();
    }

    @Override
    public List<Diagnostic> needs(Request request) {
      return new ArrayList<>();
    }

    @Override
    public TemplateBlocks parse(Request request, Diagnostics diagnostics) {
      throw new AssertionError("nothing is read here");
    }

    @Override
    public Template load(Request request, Diagnostics diagnostics) {
      throw new AssertionError("nothing is read here");
    }

    @Override
    public Result bake(Request request, BakeEvent.Observer observer, Cancellation cancellation) {
      throw new AssertionError("nothing is baked here");
    }
  }
}
