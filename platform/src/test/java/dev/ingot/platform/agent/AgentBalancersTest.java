package dev.ingot.platform.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ingot.platform.api.AgentClient;
import dev.ingot.platform.api.Backend;
import dev.ingot.platform.api.Balancer;
import dev.ingot.platform.api.BalancerSpec;
import dev.ingot.platform.api.PlatformException;
import dev.ingot.storage.CheckedFile;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
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
  void aKilledBalancerRefusesNoConnection() throws Exception {
    int port = freePort();
    try (ServerSocket backend = answering();
        AgentClient client = connect()) {
      long pid = client.balancers().create("web", spec(port, backend)).pid();
      for (int round = 0; round < 3; round++) {
        assertThat(status(port)).isEqualTo("HTTP/1.1 200 OK");
        ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
        process.destroyForcibly();
        process.onExit().get(30, TimeUnit.SECONDS);
        // Accepted by the kernel, answered by the next process.
        assertThat(status(port)).isEqualTo("HTTP/1.1 200 OK");
        long next = client.balancers().find("web").orElseThrow().pid();
        assertThat(next).isNotEqualTo(pid);
        pid = next;
      }
      assertThat(Files.readString(home.agentLog())).doesNotContain("balancer was restarted");
      assertThat(client.balancers().destroy("web")).isTrue();
      assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> status(port));
    }
  }

  @Test
  void aBalancerWhoseGuardIsKilledServesOnAndIsRestartedByTheAgent() throws Exception {
    int port = freePort();
    try (ServerSocket backend = answering();
        AgentClient client = connect()) {
      long pid = client.balancers().create("web", spec(port, backend)).pid();
      ProcessHandle guard = ProcessHandle.of(pid).flatMap(ProcessHandle::parent).orElseThrow();
      guard.destroyForcibly();
      guard.onExit().get(30, TimeUnit.SECONDS);
      assertThat(status(port)).isEqualTo("HTTP/1.1 200 OK");
      // As an agent does that looks for what an earlier one left.
      killAgent(home.path());
      try (AgentClient next = connect()) {
        assertThat(next.balancers().find("web").map(Balancer::pid)).contains(pid);
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        Optional<Balancer> balancer = next.balancers().find("web");
        while (!balancer.orElseThrow().running() || balancer.get().pid() == pid) {
          TimeUnit.MILLISECONDS.sleep(20);
          balancer = next.balancers().find("web");
        }
        assertThat(status(port)).isEqualTo("HTTP/1.1 200 OK");
        assertThat(next.balancers().destroy("web")).isTrue();
      }
    }
  }

  private static BalancerSpec spec(int port, ServerSocket backend) {
    return BalancerSpec.http("web", port)
        .withBackends(List.of(new Backend("a", "127.0.0.1", backend.getLocalPort())));
  }

  /** A server that answers each connection and closes it. */
  private static ServerSocket answering() throws IOException {
    ServerSocket server = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
    Thread.ofVirtual()
        .start(
            () -> {
              while (!server.isClosed()) {
                try (Socket socket = server.accept()) {
                  int _ = socket.getInputStream().read(new byte[8192]);
                  socket
                      .getOutputStream()
                      .write(
                          "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
                              .getBytes(StandardCharsets.US_ASCII));
                } catch (IOException _) {
                  // A check that only connects, or the end of the test.
                }
              }
            });
    return server;
  }

  /** The first line of the answer to a request on a connection of its own. */
  private static String status(int port) throws IOException {
    try (Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), port)) {
      socket.setSoTimeout(30_000);
      socket
          .getOutputStream()
          .write(
              "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
          .lines()
          .findFirst()
          .orElse("");
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
