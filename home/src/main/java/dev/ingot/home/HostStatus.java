package dev.ingot.home;

import dev.ingot.address.InstanceAddress;
import dev.ingot.platform.api.AgentClient;
import dev.ingot.platform.api.BackendStatus;
import dev.ingot.platform.api.Balancer;
import dev.ingot.platform.api.Machine;
import dev.ingot.platform.api.MachineRoot;
import dev.ingot.platform.api.PlatformException;
import dev.ingot.registry.Registry;
import dev.ingot.registry.catalog.Version;
import dev.ingot.release.document.StatusDocument;
import dev.ingot.release.document.StatusDocument.BalancerStatus;
import dev.ingot.release.document.StatusDocument.MachineStatus;
import dev.ingot.storage.Digest;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Function;

/** The status of what runs on this host's platform, by the names a configuration gives it. */
public final class HostStatus {
  private HostStatus() {}

  /**
   * What an agent runs.
   *
   * @param agent empty if none is running
   * @param deployed the ids of machines and balancers by their instances
   * @param registry names the images
   */
  public static StatusDocument of(
      Optional<AgentClient> agent, SortedMap<InstanceAddress, String> deployed, Registry registry)
      throws PlatformException {
    return agent.isEmpty()
        ? new StatusDocument(List.of(), List.of())
        : of(
            agent.get().machines().all(),
            agent.get().balancers().all(),
            deployed,
            digest ->
                registry.versions().withDigest(Digest.parse(digest)).stream()
                    .findFirst()
                    .map(Version::reference));
  }

  /**
   * What machines and balancers are like.
   *
   * @param versions the version of an image, by its digest
   */
  static StatusDocument of(
      List<Machine> machines,
      List<Balancer> balancers,
      SortedMap<InstanceAddress, String> deployed,
      Function<String, Optional<String>> versions) {
    Map<String, InstanceAddress> instances = new HashMap<>();
    deployed.forEach((address, id) -> instances.put(id, address));
    return new StatusDocument(
        machines.stream()
            .map(
                machine ->
                    new MachineStatus(
                        machine.id(),
                        Optional.ofNullable(instances.get(machine.id())),
                        machine.address(),
                        image(machine, versions),
                        machine.state().describe(),
                        health(machine, balancers),
                        machine.createdAt()))
            .sorted(Comparator.comparing(MachineStatus::name))
            .toList(),
        balancers.stream()
            .map(
                balancer ->
                    new BalancerStatus(
                        balancer.id(),
                        Optional.ofNullable(instances.get(balancer.id())),
                        balancer.spec().port(),
                        balancer.backends().size(),
                        balancer.backends().stream().filter(HostStatus::isHealthy).count(),
                        balancer.requests(),
                        balancer.failed()))
            .toList());
  }

  private static boolean isHealthy(BackendStatus backend) {
    return backend.health().isHealthy();
  }

  private static String image(Machine machine, Function<String, Optional<String>> versions) {
    return switch (machine.spec().root()) {
      case MachineRoot.Image(String digest) -> versions.apply(digest).orElse(digest);
      case MachineRoot.Directory(Path path) -> path.toString();
    };
  }

  private static String health(Machine machine, List<Balancer> balancers) {
    return balancers.stream()
        .flatMap(balancer -> balancer.backends().stream())
        .filter(one -> one.backend().address().equals(machine.address()))
        .map(BackendStatus::health)
        .findFirst()
        .map(health -> health.isHealthy() ? "healthy" : "unhealthy: " + health.answered())
        .orElse(machine.isRunning() ? "in no balancer" : "");
  }
}
