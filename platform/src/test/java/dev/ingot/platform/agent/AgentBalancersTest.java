package dev.ingot.platform.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ingot.platform.api.AgentClient;
import dev.ingot.platform.api.Backend;
import dev.ingot.platform.api.Balancer;
import dev.ingot.platform.api.BalancerSpec;
import dev.ingot.platform.api.PlatformException;
import dev.ingot.storage.CheckedFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What an agent does with balancers. */
final class AgentBalancersTest extends AgentFixture {
  @Test
  void aBalancerWhoseSocketIsRemovedIsReachedAgain() throws Exception {
    try (AgentClient client = connect()) {
      BalancerSpec spec = BalancerSpec.http("web", freePort());
      client.balancers().create("b1", spec);
      Path socket = home.socket("balancer-b1.sock");
      Files.delete(socket);
      while (!Files.exists(socket)) {
        TimeUnit.MILLISECONDS.sleep(10);
      }
      assertThat(client.balancers().update("b1", spec).spec()).isEqualTo(spec);
      assertThat(Files.readString(home.agentLog())).contains("INFO \"balancer was created\"");
    }
  }

  @Test
  void aBalancerLivesThroughTheDeathOfItsAgentAndComesBackAfterItsOwn() throws Exception {
    int port = freePort();
    BalancerSpec spec =
        BalancerSpec.http("web", port).withBackends(List.of(new Backend("a", "127.0.0.1", 9)));
    long pid;
    try (AgentClient client = connect()) {
      pid = client.balancers().create("web", spec).pid();
    }
    killAgent(home.path());
    try (AgentClient client = connect()) {
      assertThat(client.balancers().find("web").map(Balancer::pid)).contains(pid);
      ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
      Optional<Balancer> balancer = client.balancers().find("web");
      while (!balancer.orElseThrow().running() || balancer.get().pid() == pid) {
        TimeUnit.MILLISECONDS.sleep(20);
        balancer = client.balancers().find("web");
      }
      assertThat(balancer.get().spec()).isEqualTo(spec);
      assertThatExceptionOfType(PlatformException.class)
          .isThrownBy(() -> client.balancers().create("other", spec))
          .withMessageContaining("is already used by balancer web");
    }
  }

  @Test
  void aBalancerWhoseAgentDiedBeforeItCouldWriteDownItsProcessIsAdopted() throws Exception {
    int port = freePort();
    BalancerSpec spec =
        BalancerSpec.http("web", port).withBackends(List.of(new Backend("a", "127.0.0.1", 9)));
    Path file = home.platform().resolve("balancers/web/balancer.json");
    long pid;
    try (AgentClient client = connect()) {
      pid = client.balancers().create("web", spec).pid();
      killAgent(home.path());
      CheckedFile.write(file, CheckedFile.read(file).orElseThrow().replace("\"pid\"", "\"lost\""));
      Balancer adopted = client.balancers().create("web", spec);
      assertThat(adopted.pid()).isEqualTo(pid);
      assertThat(Files.readString(file)).contains("\"pid\"");
    }
  }

  @Test
  void aBalancerTellsWhatItDoesInALogThatOnlyItsOwnerCanRead() throws Exception {
    Path log = home.platform().resolve("balancers/web/balancer.log");
    BalancerSpec spec = BalancerSpec.http("web", freePort());
    try (AgentClient client = connect()) {
      long pid = client.balancers().create("web", spec).pid();
      client
          .balancers()
          .update("web", spec.withBackends(List.of(new Backend("a", "127.0.0.1", 9))));
      String told = Files.readString(log);
      assertThat(told)
          .contains("INFO \"balancer serves\" pid=" + pid, "INFO \"settings were changed\"");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(log)))
          .isEqualTo("rw-------");
      assertThat(log.resolveSibling("balancer.out")).isEmptyFile();
    }
  }
}
