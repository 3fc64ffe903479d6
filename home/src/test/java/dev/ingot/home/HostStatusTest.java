package dev.ingot.home;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.address.InstanceAddress;
import dev.ingot.health.Traffic;
import dev.ingot.health.Verdict;
import dev.ingot.platform.api.Backend;
import dev.ingot.platform.api.BackendStatus;
import dev.ingot.platform.api.Balancer;
import dev.ingot.platform.api.BalancerSpec;
import dev.ingot.platform.api.JailMode;
import dev.ingot.platform.api.Limits;
import dev.ingot.platform.api.Machine;
import dev.ingot.platform.api.MachineRoot;
import dev.ingot.platform.api.MachineSpec;
import dev.ingot.platform.api.MachineState;
import dev.ingot.release.document.StatusDocument;
import dev.ingot.release.document.StatusDocument.BalancerStatus;
import dev.ingot.release.document.StatusDocument.MachineStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class HostStatusTest {
  private static final Instant CREATED = Instant.parse("2026-01-02T03:04:05Z");
  private static final String DIGEST = "sha256:" + "a".repeat(64);

  private static Machine machine(String id, String address, MachineState state) {
    return new Machine(
        id,
        new MachineSpec(
            "web",
            new MachineRoot.Image(DIGEST),
            List.of(),
            Map.of(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Limits.NONE,
            List.of(),
            Map.of(),
            MachineSpec.DEFAULT_STOP_GRACE),
        address,
        CREATED,
        state,
        JailMode.ROOT_NAMESPACES,
        List.of());
  }

  private static Balancer balancer(BackendStatus... backends) {
    return new Balancer(
        "b-1", BalancerSpec.http("web", 8080), CREATED, true, 7, 100, 0, 2, List.of(backends));
  }

  private static BackendStatus backend(String address, Verdict health) {
    return new BackendStatus(
        new Backend(address, address, 80), BackendStatus.Phase.ACTIVE, health, 0, 0, Traffic.NONE);
  }

  private static StatusDocument status(List<Machine> machines, Balancer balancer) {
    TreeMap<InstanceAddress, String> deployed = new TreeMap<>();
    deployed.put(InstanceAddress.parse("ingot_machine.web[0]"), "m-9");
    deployed.put(InstanceAddress.parse("ingot_balancer.web"), "b-1");
    return HostStatus.of(machines, List.of(balancer), deployed, digest -> Optional.of("hello:v2"));
  }

  @Test
  void machinesAreNamedByTheirInstancesAndAreAsHealthyAsTheirBalancerSees() {
    StatusDocument status =
        status(
            List.of(
                machine("m-9", "127.77.0.1", new MachineState.Running(1)),
                machine("m-1", "127.77.0.2", new MachineState.Running(2)),
                machine("m-2", "127.77.0.3", new MachineState.Running(3))),
            balancer(
                backend("127.77.0.1", new Verdict.Healthy("tcp", "accepted")),
                backend("127.77.0.2", new Verdict.Unhealthy("tcp", "refused"))));
    assertThat(status.machines())
        .extracting(MachineStatus::name, MachineStatus::health)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("ingot_machine.web[0]", "healthy"),
            org.assertj.core.groups.Tuple.tuple("m-1", "unhealthy: refused"),
            org.assertj.core.groups.Tuple.tuple("m-2", "in no balancer"));
    assertThat(status.machines()).extracting(MachineStatus::image).containsOnly("hello:v2");
  }

  @Test
  void aBalancerSaysHowManyOfItsBackendsAreHealthy() {
    StatusDocument status =
        status(
            List.of(),
            balancer(
                backend("127.77.0.1", new Verdict.Healthy("tcp", "accepted")),
                backend("127.77.0.2", new Verdict.Unhealthy("tcp", "refused"))));
    assertThat(status.balancers())
        .containsExactly(
            new BalancerStatus(
                "b-1",
                Optional.of(InstanceAddress.parse("ingot_balancer.web")),
                8080,
                2,
                1,
                100,
                2));
  }
}
