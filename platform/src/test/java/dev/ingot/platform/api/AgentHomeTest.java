package dev.ingot.platform.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class AgentHomeTest {
  @Test
  void allSocketsOfAHomeAreInOneFolderHoweverLongItsPathIs() {
    for (int length = 1; length < 150; length++) {
      AgentHome home = AgentHome.of(Path.of("/" + "h".repeat(length)));
      Path agent = home.agentSocket();
      Path balancer = home.socket("balancer-b-0123456789ab.sock");
      assertThat(balancer.getParent()).as("length %d", length).isEqualTo(agent.getParent());
      assertThat(balancer.toString().length()).as("length %d", length).isLessThanOrEqualTo(104);
    }
  }
}
