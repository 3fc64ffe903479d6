package dev.ingot.platform.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.health.LatencyHistogram;
import dev.ingot.health.Traffic;
import dev.ingot.health.Verdict;
import dev.ingot.platform.api.Backend;
import dev.ingot.platform.api.BackendStatus;
import dev.ingot.platform.api.Balancer;
import dev.ingot.platform.api.BalancerSpec;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What users reach through a balancer. */
final class PlatformFleetTest {
  private static final Verdict HEALTHY = new Verdict.Healthy("tcp", "accepted");
  private static final Verdict REFUSED = new Verdict.Unhealthy("tcp", "refused");

  private static BackendStatus backend(String address, Verdict health) {
    return new BackendStatus(
        new Backend(address, address, 8080),
        BackendStatus.Phase.ACTIVE,
        health,
        0,
        0,
        Traffic.NONE);
  }

  private static Balancer balancer(BackendStatus... backends) {
    return new Balancer(
        "b-1", BalancerSpec.http("web", 80), Instant.EPOCH, true, 1, 0, 0, 0, List.of(backends));
  }

  private static Verdict reach(Balancer balancer, String... machines) {
    return PlatformFleet.reach("ingot_balancer.web", balancer, Set.of(machines));
  }

  @Test
  void aMachineWhoseBackendIsNotHealthyIsNotReached() {
    Balancer balancer = balancer(backend("127.77.0.1", HEALTHY), backend("127.77.0.2", REFUSED));
    assertThat(reach(balancer, "127.77.0.1").isHealthy()).isTrue();
    assertThat(reach(balancer, "127.77.0.1", "127.77.0.2").evidence())
        .isEqualTo("ingot_balancer.web answered: backend 127.77.0.2:8080: tcp answered: refused");
  }

  @Test
  void aMachineThatIsNoBackendOfABalancerIsNotExpectedThere() {
    assertThat(reach(balancer(backend("127.77.0.1", REFUSED)), "127.77.0.9").isHealthy()).isTrue();
  }

  @Test
  void aBalancerServesWhereOneOfItsBackendsIsHealthy() {
    assertThat(
            PlatformFleet.serves(
                    "web", balancer(backend("127.77.0.1", REFUSED), backend("127.77.0.2", HEALTHY)))
                .isHealthy())
        .isTrue();
    assertThat(PlatformFleet.serves("web", balancer(backend("127.77.0.1", REFUSED))).evidence())
        .isEqualTo("web answered: no healthy backend (127.77.0.1:8080: tcp answered: refused)");
  }

  @Test
  void aBalancerThatIsToHaveNoBackendsIsAsItShouldBe() {
    assertThat(PlatformFleet.serves("web", balancer()).isHealthy()).isTrue();
  }

  private static BackendStatus busy(String address, long successes) {
    Traffic traffic = new Traffic(successes, 0, 1, 0, LatencyHistogram.EMPTY);
    return new BackendStatus(
        new Backend(address, address, 8080),
        BackendStatus.Phase.ACTIVE,
        HEALTHY,
        0,
        successes + 1,
        traffic);
  }

  @Test
  void theTrafficOfMachinesIsThatOfTheirBackendsTogether() {
    Balancer balancer = balancer(busy("127.77.0.1", 3), busy("127.77.0.2", 4), busy("b", 100));
    assertThat(PlatformFleet.traffic(balancer, Set.of("127.77.0.1", "127.77.0.2")))
        .contains(new Traffic(7, 0, 2, 0, LatencyHistogram.EMPTY));
    assertThat(PlatformFleet.traffic(balancer, Set.of("127.77.0.9"))).isEmpty();
  }
}
