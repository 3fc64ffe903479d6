package dev.ingot.release;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.deploy.variable.VariableInput;
import dev.ingot.graph.Cancellation;
import dev.ingot.health.SimulatedTime;
import dev.ingot.lang.value.Values;
import dev.ingot.ledger.Ledger;
import dev.ingot.provider.fake.FakeCloud;
import dev.ingot.registry.Registry;
import dev.ingot.registry.VersionReference;
import dev.ingot.registry.catalog.Channel;
import dev.ingot.registry.catalog.Version;
import dev.ingot.registry.content.OciImage;
import dev.ingot.release.exposure.Exposure;
import dev.ingot.release.exposure.ExposureImport;
import dev.ingot.release.exposure.ImportException;
import dev.ingot.release.repave.Severity;
import dev.ingot.state.Environments;
import dev.ingot.state.JournalDamagedException;
import dev.ingot.state.LockRequest;
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
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * A stack, a cloud, a state, a registry and a ledger: all that outlives a process. Its time passes
 * only while everything waits.
 */
final class World {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private static final Path STATE = Path.of("/in-memory/terraform.tfstate");

  private final Path root;
  private final Path folder;
  private final FakeCloud cloud;
  private final CrashingStorage storage;
  private final FakeLocks locks = new FakeLocks();
  private final RandomGenerator random = new SplittableRandom(11);
  private final SimulatedTime time;
  private ProviderCalls calls = ProviderCalls.UNDISTURBED;
  private boolean cutOff;

  private World(Path root, Path folder, FakeCloud cloud, CrashingStorage storage, Instant now) {
    this.time = new SimulatedTime(now);
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
          CrashingStorage.lasting(new SplittableRandom(1)),
          START);

  /** A world in which nothing was ever done. */
  static World in(Path temporary) throws IOException {
    Path folder = Files.createDirectories(temporary.resolve("stack"));
    Path root = Files.createDirectory(temporary.resolve("home"));
    World world =
        new World(
            root, folder, new FakeCloud(), CrashingStorage.lasting(new SplittableRandom(3)), START);
    return world
        .write("main.tf", Configurations.FLEET)
        .write("web.ingot.hcl", Configurations.ROLLOUT);
  }

  /** One whose machines are made from an image that is baked. */
  static World baking(Path temporary) throws IOException {
    return in(temporary)
        .write("main.tf", Configurations.BAKED_FLEET)
        .write("images.tf", Configurations.IMAGES)
        .write("promotion.ingot.hcl", Configurations.PROMOTION)
        .image("v1");
  }

  /** The template's image is something else from now on. */
  World image(String content) throws IOException {
    return write("web.pkr.hcl", Configurations.template(content));
  }

  /** What happens around the changes of the processes to come. */
  void disturb(ProviderCalls disturbed) {
    calls = disturbed;
  }

  /** From now on no balancer reaches its machines. */
  void cutOff() {
    cutOff = true;
  }

  /** The process is dead: what still runs of it stops waiting. */
  void kill() {
    time.close();
  }

  World write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
    return this;
  }

  Instant now() {
    return time.instant();
  }

  FakeCloud cloud() {
    return cloud;
  }

  Path ledgerFile() {
    return root.resolve("ledger.db");
  }

  /** The same world once more, to do something else in. */
  World copy() {
    return new World(copiedRoot(), folder, cloud.copy(), storage.afterCrash(), time.instant());
  }

  /** The same world, in which the power fails where the state is written for the nth time. */
  World losingPowerAt(long boundary) {
    return new World(copiedRoot(), folder, cloud.copy(), storage.dyingAt(boundary), time.instant());
  }

  /** Does something at the moment at which the power fails. */
  void atDeath(Runnable action) {
    storage.atDeath(action);
  }

  /** A power cut can leave zeros behind a journal's last record: somebody looks, and goes on. */
  void repair() {
    LockRequest request = LockRequest.of("OperationTypeApply");
    try {
      store().open(request).close();
    } catch (JournalDamagedException _) {
      store().open(request.repairing()).close();
    }
  }

  private LocalStateStore store() {
    return new LocalStateStore(StatePaths.of(STATE), storage, locks, Environments.fixed());
  }

  /** What another process finds when all others are dead from this moment. */
  World afterCrash() {
    // First the cloud: what is done in it from here on was never done.
    FakeCloud left = cloud.afterCrash();
    CrashingStorage files = storage.afterCrash();
    // The next process begins when claims of the dead one have expired.
    return new World(copiedRoot(), folder, left, files, time.instant().plus(Duration.ofHours(1)));
  }

  private Path copiedRoot() {
    try {
      Path copy = Files.createTempDirectory(root.getParent(), "home");
      try (Stream<Path> all = Files.walk(root)) {
        for (Path each : all.skip(1).toList()) {
          Files.copy(each, copy.resolve(root.relativize(each)));
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
    try (Ledger ledger = Ledger.open(ledgerFile(), clock());
        Registry registry = Registry.open(root.resolve("registry"), clock())) {
      return new Stack(folder, folder, parts(ledger, registry), listener, cancellation)
          .run(request);
    } catch (RequestException | IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** One pass of upkeep in a process of its own; what it found and did is added to a list. */
  StackUpkeep.Pass upkeep(ReleaseListener listener, List<UpkeepEvent> events) {
    try (Ledger ledger = Ledger.open(ledgerFile(), clock());
        Registry registry = Registry.open(root.resolve("registry"), clock())) {
      return new StackUpkeep(
              folder,
              folder,
              parts(ledger, registry),
              listener,
              new Cancellation(),
              List.of(),
              events::add)
          .run(StackUpkeep.Scope.ALL);
    } catch (RequestException | IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Something that others found is imported. */
  ExposureImport.Result learn(String name, String json, Optional<String> image) {
    try (Ledger ledger = Ledger.open(ledgerFile(), clock());
        Registry registry = Registry.open(root.resolve("registry"), clock())) {
      Path file = Files.writeString(root.resolve(name), json);
      return new ExposureImport(registry, ledger, "somebody@here")
          .run(List.of(file), image.map(each -> VersionReference.find(registry, each)));
    } catch (ImportException | IOException e) {
      throw new AssertionError(e);
    }
  }

  /** How images and machines are exposed. */
  Exposure exposure() {
    try (Ledger ledger = Ledger.open(ledgerFile(), clock());
        Registry registry = Registry.open(root.resolve("registry"), clock())) {
      return Exposure.of(registry, ledger, Severity.LOW);
    }
  }

  /** Time passes. */
  void pass(Duration duration) {
    try {
      time.sleep(duration);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** The images. */
  Registry registry() {
    return Registry.open(root.resolve("registry"), clock());
  }

  private ReleaseParts parts(Ledger ledger, Registry registry) {
    return new WorldParts(root, folder, cloud, time, random, calls, cutOff, this::store)
        .of(ledger, registry);
  }

  private Clock clock() {
    return time.withZone(ZoneOffset.UTC);
  }

  State state() {
    return new LocalStateStore(StatePaths.of(STATE), storage, new FakeLocks(), Environments.fixed())
        .read()
        .state();
  }

  /** The kinds of what the balancer sends requests to, by the names of the machines. */
  Map<String, String> served() {
    Map<String, String> kinds = new TreeMap<>();
    machines()
        .forEach(
            (name, id) ->
                kinds.put(
                    name,
                    cloud
                        .find(id)
                        .map(machine -> CloudFleet.text(machine, "kind"))
                        .orElse("gone")));
    return kinds;
  }

  /** The machines that the balancer sends requests to, by their names. */
  Map<String, String> machines() {
    Map<String, String> machines = new TreeMap<>();
    cloud.objects().values().stream()
        .filter(object -> CloudFleet.text(object, "name").equals("balancer"))
        .flatMap(object -> Values.attribute(object, "tags").flatMap(Values::entries).stream())
        .forEach(
            tags -> tags.forEach((name, id) -> machines.put(name, Values.text(id).orElse(""))));
    return machines;
  }

  /** The content of the image that the channel points to, after its bucket. */
  String promoted() {
    try (Registry registry = Registry.open(root.resolve("registry"), clock())) {
      return registry
          .channels()
          .find("web", "production")
          .flatMap(Channel::version)
          .flatMap(Version::image)
          .map(
              image ->
                  "web:" + OciImage.read(registry.store(), image).config().command().getFirst())
          .orElse("nothing");
    }
  }

  /** Somebody revokes a version of the image. */
  void revoke(long number, String message) {
    try (Registry registry = Registry.open(root.resolve("registry"), clock())) {
      String id = registry.versions().find("web", number).orElseThrow().id();
      registry.versions().revoke(id, "somebody@here", message, false);
    }
  }

  /** The outcomes of all releases, the newest first. */
  List<String> outcomes() {
    try (Ledger ledger = Ledger.open(ledgerFile(), clock())) {
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
}
