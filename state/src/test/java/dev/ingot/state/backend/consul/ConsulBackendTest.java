package dev.ingot.state.backend.consul;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.http.kit.TestServer;
import dev.ingot.http.kit.TestServer.Asked;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import dev.ingot.state.Environments;
import dev.ingot.state.LockRequest;
import dev.ingot.state.Samples;
import dev.ingot.state.StateException;
import dev.ingot.state.StateSession;
import dev.ingot.state.backend.Backend;
import dev.ingot.state.backend.BackendPlace;
import dev.ingot.state.backend.BackendSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Arguments, credentials, names of keys. */
final class ConsulBackendTest {
  @TempDir Path folder = Path.of("");

  private final TreeMap<String, Value> arguments = new TreeMap<>();
  private final TreeMap<String, String> variables = new TreeMap<>();
  private final FakeConsul consul = started();

  private static FakeConsul started() {
    try {
      return new FakeConsul();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @BeforeEach
  void usual() {
    arguments.put("path", Value.of("app/state"));
    variables.put("CONSUL_HTTP_ADDR", "127.0.0.1:" + consul.port());
  }

  @AfterEach
  void stop() throws Exception {
    consul.close();
  }

  private BackendPlace place() {
    return new BackendPlace(folder, folder.resolve(".terraform"), Environments.fixed(), variables);
  }

  private Backend backend() {
    return new ConsulBackendType().open(new BackendSettings("consul", arguments), place());
  }

  private List<String> problems() {
    return new ConsulBackendType()
        .problems(new BackendSettings("consul", arguments), place()).stream()
            .map(Diagnostic::summary)
            .toList();
  }

  private Asked last() {
    backend().store("default").read();
    return consul.asked().getLast();
  }

  @Test
  void aStateIsWrittenWhereTerraformLooksForIt() {
    try (StateSession session = backend().store("blue").open(LockRequest.of("test"))) {
      assertThat(consul.values())
          .containsOnlyKeys("app/state-env:blue/.lock", "app/state-env:blue/.lockinfo");
      assertThat(session.lock().orElseThrow().info()).startsWith("consul session: ");
      session.apply(List.of(Samples.put(Samples.address("a", 0), "x")));
    }
    assertThat(consul.values()).containsOnlyKeys("app/state-env:blue");
    assertThat(backend().workspaces()).containsExactly("default", "blue");
  }

  @Test
  void aPathWithASlashAtItsEndIsKept() {
    arguments.put("path", Value.of("app/"));
    try (StateSession session = backend().store("default").open(LockRequest.of("test"))) {
      assertThat(consul.values()).containsOnlyKeys("app/.lock", "app/.lockinfo");
      session.apply(List.of(Samples.put(Samples.address("a", 0), "x")));
    }
    assertThat(consul.values()).containsOnlyKeys("app/");
  }

  @Test
  void withoutLocksThereAreNoSessions() {
    arguments.put("lock", Values.FALSE);
    try (StateSession session = backend().store("default").open(LockRequest.of("test"))) {
      session.apply(List.of(Samples.put(Samples.address("a", 0), "x")));
    }
    assertThat(consul.values()).containsOnlyKeys("app/state");
    assertThat(consul.asked()).noneMatch(asked -> asked.target().contains("session"));
  }

  @Test
  void theBlockComesBeforeTheEnvironment() throws Exception {
    variables.put("CONSUL_HTTP_TOKEN", "variable");
    variables.put("CONSUL_HTTP_AUTH", "me:p:w");
    variables.put("CONSUL_NAMESPACE", "team");
    arguments.put("datacenter", Value.of("dc2"));
    assertThat(last().field("x-consul-token")).isEqualTo("variable");
    assertThat(last().field("authorization")).isEqualTo("Basic bWU6cDp3");
    assertThat(last().target()).endsWith("?consistent=&dc=dc2&ns=team");
    arguments.put("access_token", Value.of("block"));
    assertThat(last().field("x-consul-token")).isEqualTo("block");
    arguments.remove("access_token");
    variables.remove("CONSUL_HTTP_TOKEN");
    Files.writeString(folder.resolve("token"), "file\n");
    variables.put("CONSUL_HTTP_TOKEN_FILE", folder.resolve("token").toString());
    assertThat(last().field("x-consul-token")).isEqualTo("file");
  }

  @Test
  void aWrongTokenIsNamedWithWhatItNeeds() {
    variables.put("CONSUL_HTTP_TOKEN", "wrong");
    assertThatThrownBy(() -> backend().store("default").read())
        .isInstanceOf(StateException.class)
        .hasMessageContaining("Permission denied")
        .hasMessageContaining("CONSUL_HTTP_TOKEN")
        .hasMessageNotContaining("wrong");
  }

  @Test
  void aPasswordInTheAddressIsNotShown() {
    variables.put("CONSUL_HTTP_ADDR", "http://me:hunter2@127.0.0.1:" + consul.port());
    variables.put("CONSUL_HTTP_TOKEN", "wrong");
    assertThatThrownBy(() -> backend().store("default").read())
        .isInstanceOf(StateException.class)
        .hasMessageContaining("127.0.0.1:" + consul.port())
        .hasMessageNotContaining("hunter2");
    consul.instead(_ -> Optional.of(TestServer.response(200, "other")));
    assertThatThrownBy(() -> backend().workspaces())
        .isInstanceOf(StateException.class)
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void whatCannotBeRightIsSaidBeforeAnythingIsAsked() {
    arguments.remove("path");
    arguments.put("cert_file", Value.of("c.pem"));
    arguments.put("address", Value.of("unix:///run/consul.sock"));
    assertThat(problems())
        .containsExactly(
            "Missing required argument", "Invalid address", "Incomplete client certificate");
    arguments.put("path", Value.of("/app"));
    arguments.put("address", Value.of("x y"));
    assertThat(problems()).contains("Invalid path", "Invalid address");
    assertThat(consul.asked()).isEmpty();
  }
}
