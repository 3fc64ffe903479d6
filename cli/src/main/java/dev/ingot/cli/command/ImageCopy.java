package dev.ingot.cli.command;

import dev.ingot.address.AddressException;
import dev.ingot.address.InstanceAddress;
import dev.ingot.cli.invocation.Flags;
import dev.ingot.cli.invocation.Invocation;
import dev.ingot.cli.invocation.UsageException;
import dev.ingot.home.DeployedMachines;
import dev.ingot.home.Home;
import dev.ingot.ledger.Ledger;
import dev.ingot.platform.api.Limits;
import dev.ingot.platform.api.Machine;
import dev.ingot.platform.api.MachineClient;
import dev.ingot.platform.api.MachineRoot;
import dev.ingot.platform.api.MachineSpec;
import dev.ingot.platform.api.PlatformException;
import dev.ingot.registry.Registry;
import dev.ingot.registry.VersionReference;
import dev.ingot.registry.catalog.Version;
import dev.ingot.registry.content.ImageConfig;
import dev.ingot.registry.content.OciImage;
import dev.ingot.registry.content.RegistryException;
import dev.ingot.storage.Digest;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The throw-away copy that {@code ingot boot} and {@code ingot shell} start: of an image, or of
 * what a running machine was started from. It has no volumes, so that nothing that lasts is
 * changed.
 *
 * @param name what it is a copy of, for people
 * @param specification its machine, without labels
 */
record ImageCopy(String name, MachineSpec specification) {
  private static final Duration GRACE = Duration.ofSeconds(2);

  /** The options that name and change the copy. */
  static Flags flags() {
    return new Flags()
        .list("env", "NAME=VALUE", "Set an environment variable of the copy.")
        .text("folder", "DIR", "The folder whose state names the instance.");
  }

  /** The copy that a command names. */
  static ImageCopy of(Invocation invocation, MachineClient machines, String named)
      throws UsageException, PlatformException {
    Map<String, String> environment = environment(invocation);
    Optional<Machine> running = running(invocation, machines, named);
    return running.isPresent()
        ? ofMachine(named, running.get().spec(), environment)
        : ofImage(invocation, named, environment);
  }

  /** The same machine with another command and other labels. */
  MachineSpec with(List<String> command, Map<String, String> labels) {
    return new MachineSpec(
        specification.name(),
        specification.root(),
        command,
        specification.environment(),
        specification.workingDirectory(),
        specification.user(),
        specification.ports(),
        specification.limits(),
        List.of(),
        labels,
        GRACE);
  }

  private static Map<String, String> environment(Invocation invocation) throws UsageException {
    Map<String, String> environment = new LinkedHashMap<>();
    for (String assignment : invocation.given().list("env")) {
      int equals = assignment.indexOf('=');
      if (equals < 1) {
        throw new UsageException("-env must be NAME=VALUE, but is \"" + assignment + "\"");
      }
      environment.put(assignment.substring(0, equals), assignment.substring(equals + 1));
    }
    return environment;
  }

  private static Optional<Machine> running(
      Invocation invocation, MachineClient machines, String named)
      throws UsageException, PlatformException {
    Optional<InstanceAddress> address;
    try {
      address = Optional.of(InstanceAddress.parse(named));
    } catch (AddressException e) {
      address = Optional.empty();
    }
    if (address.isEmpty()) {
      return machines.find(named.matches("[A-Za-z0-9._-]+") ? named : "none");
    }
    String id =
        DeployedMachines.in(StateReader.read(invocation.in(invocation.machinesFolder())))
            .get(address.get());
    if (id == null) {
      throw new UsageException(
          "There is no "
              + named
              + " in the state here; give its folder with -folder=DIR, or the machine's id");
    }
    return machines.find(id);
  }

  private static ImageCopy ofMachine(
      String named, MachineSpec running, Map<String, String> environment) {
    Map<String, String> all = new LinkedHashMap<>(running.environment());
    all.putAll(environment);
    return new ImageCopy(
        "the image of " + named,
        new MachineSpec(
            running.name(),
            running.root(),
            running.command(),
            all,
            running.workingDirectory(),
            running.user(),
            running.ports(),
            running.limits(),
            List.of(),
            Map.of(),
            GRACE));
  }

  private static ImageCopy ofImage(
      Invocation invocation, String named, Map<String, String> environment) {
    Home home = new Home(invocation.home(), Clock.systemUTC());
    try (Ledger ledger = home.ledger();
        Registry registry = home.registry(ledger)) {
      Version version = VersionReference.find(registry, named);
      Digest digest =
          version
              .image()
              .orElseThrow(() -> new RegistryException(version.reference() + " has no image"));
      ImageConfig config = OciImage.read(registry.store(), digest).config();
      return new ImageCopy(
          version.reference(),
          new MachineSpec(
              version.bucket(),
              new MachineRoot.Image(digest.toString()),
              List.of(),
              environment,
              Optional.empty(),
              Optional.empty(),
              ports(config),
              Limits.NONE,
              List.of(),
              Map.of(),
              GRACE));
    }
  }

  /** Of ports such as {@code 8080/tcp}, the TCP ones. */
  private static List<Integer> ports(ImageConfig config) {
    Set<Integer> ports = new LinkedHashSet<>();
    for (String port : config.exposedPorts()) {
      String number = port.replaceFirst("/tcp$", "");
      if (number.matches("[1-9][0-9]{0,4}") && Integer.parseInt(number) <= 65535) {
        ports.add(Integer.parseInt(number));
      }
    }
    return List.copyOf(ports);
  }
}
