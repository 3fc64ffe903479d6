package dev.ingot.state.backend.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import dev.ingot.state.program.Programs.Ended;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Arguments, kubeconfigs, credentials, names of objects. */
final class KubernetesBackendTest {
  @TempDir Path folder = Path.of("");

  private final TreeMap<String, Value> arguments = new TreeMap<>();
  private final TreeMap<String, String> variables = new TreeMap<>();
  private final List<List<String>> ran = new ArrayList<>();
  private final FakeKubernetes cluster = started();
  private Ended printed = new Ended(0, "", "");

  private static FakeKubernetes started() {
    try {
      return new FakeKubernetes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @BeforeEach
  void usual() throws Exception {
    arguments.put("secret_suffix", Value.of("app"));
    variables.put("KUBE_CONFIG_PATH", "kubeconfig");
    Files.writeString(folder.resolve("token"), "from-file\n");
    Files.writeString(
        folder.resolve("kubeconfig"),
        """
        current-context: main
        clusters:
        - {name: c, cluster: {server: "http://127.0.0.1:%d"}}
        contexts:
        - {name: main, context: {cluster: c, user: u}}
        - {name: weak, context: {cluster: c, user: weak}}
        - {name: lost, context: {cluster: nope, user: u}}
        users:
        - {name: u, user: {token: from-config}}
        - {name: file, user: {tokenFile: token}}
        - {name: weak, user: {token: weak}}
        - {name: basic, user: {username: me, password: "p:w"}}
        - name: plugin
          user:
            exec:
              apiVersion: client.authentication.k8s.io/v1
              command: print-token
              args: [now]
              env: [{name: A, value: b}]
        """
            .formatted(cluster.port()));
  }

  @AfterEach
  void stop() throws Exception {
    cluster.close();
  }

  private BackendPlace place() {
    return new BackendPlace(folder, folder.resolve(".terraform"), Environments.fixed(), variables);
  }

  private Ended run(List<String> command, Map<String, String> given) {
    ran.add(command);
    ran.add(List.copyOf(new TreeMap<>(given).keySet()));
    return printed;
  }

  private KubernetesBackendType type() {
    return new KubernetesBackendType(
        program -> run(program.command(), program.variables()), folder);
  }

  private Backend backend() {
    return type().open(new BackendSettings("kubernetes", arguments), place());
  }

  private List<Diagnostic> problems() {
    return type().problems(new BackendSettings("kubernetes", arguments), place());
  }

  private String authorization() {
    backend().store("default").read();
    return cluster.asked().getLast().field("authorization");
  }

  @Test
  void aStateIsWrittenWhereTerraformLooksForIt() {
    arguments.put("labels", Values.map(Map.of("team", Value.of("x"))));
    try (StateSession session = backend().store("blue").open(LockRequest.of("test"))) {
      assertThat(cluster.names()).containsExactly("lock-tfstate-blue-app");
      assertThat(cluster.object("lock-tfstate-blue-app").text("spec", "holderIdentity"))
          .contains(session.lock().orElseThrow().id());
      session.apply(List.of(Samples.put(Samples.address("a", 0), "x")));
    }
    assertThat(cluster.names())
        .containsExactlyInAnyOrder("tfstate-blue-app", "lock-tfstate-blue-app");
    assertThat(cluster.object("lock-tfstate-blue-app").text("spec", "holderIdentity")).isEmpty();
    assertThat(cluster.object("tfstate-blue-app").texts("metadata", "labels"))
        .isEqualTo(
            Map.of(
                "app.kubernetes.io/managed-by", "terraform",
                "team", "x",
                "tfstate", "true",
                "tfstateSecretSuffix", "app",
                "tfstateWorkspace", "blue"));
    assertThat(cluster.object("tfstate-blue-app").text("metadata", "annotations", "encoding"))
        .contains("gzip");
    backend().create("a");
    backend().create("c");
    assertThat(backend().workspaces()).containsExactly("default", "a", "blue", "c");
    backend().delete("blue");
    assertThat(backend().workspaces()).containsExactly("default", "a", "c");
    assertThat(cluster.names()).doesNotContain("lock-tfstate-blue-app");
  }

  @Test
  void aClusterThatClaimsPartsWithoutEndIsNotBelieved() {
    backend().create("blue");
    cluster.claimParts();
    assertThatThrownBy(() -> backend().delete("blue"))
        .isInstanceOf(StateException.class)
        .hasMessageContaining("secrets of the state")
        .hasMessageContaining("4096 were deleted");
  }

  @Test
  void theUserOfTheContextIsWhoAsks() {
    assertThat(authorization()).isEqualTo("Bearer from-config");
    arguments.put("config_context_auth_info", Value.of("file"));
    assertThat(authorization()).isEqualTo("Bearer from-file");
    arguments.put("config_context_auth_info", Value.of("basic"));
    assertThat(authorization()).isEqualTo("Basic bWU6cDp3");
    variables.put("KUBE_TOKEN", "variable");
    assertThat(authorization()).isEqualTo("Bearer variable");
  }

  @Test
  void aPluginPrintsCredentials() {
    arguments.put("config_context_auth_info", Value.of("plugin"));
    printed = new Ended(0, "{\"kind\":\"ExecCredential\",\"status\":{\"token\":\"printed\"}}", "");
    assertThat(authorization()).isEqualTo("Bearer printed");
    assertThat(ran)
        .containsExactly(List.of("print-token", "now"), List.of("A", "KUBERNETES_EXEC_INFO"));
    printed = new Ended(3, "", "no login\n");
    assertThatThrownBy(this::authorization)
        .hasMessage("The credential plugin print-token failed with exit code 3: no login");
    printed = new Ended(0, "secret", "");
    assertThatThrownBy(this::authorization)
        .isInstanceOf(StateException.class)
        .hasMessageContaining("didn't print an ExecCredential")
        .hasMessageNotContaining("secret");
  }

  @Test
  void aPodUsesItsServiceAccount() throws Exception {
    arguments.put("in_cluster_config", Values.TRUE);
    assertThat(problems())
        .extracting(problem -> problem.detail())
        .singleElement()
        .asString()
        .contains("this is not a pod");
    variables.put("KUBERNETES_SERVICE_HOST", "127.0.0.1");
    variables.put("KUBERNETES_SERVICE_PORT", Integer.toString(cluster.port()));
    Files.writeString(folder.resolve("ca.crt"), "");
    assertThat(problems()).isEmpty();
    arguments.put("host", Value.of("http://127.0.0.1:" + cluster.port()));
    assertThat(authorization()).isEqualTo("Bearer from-file");
  }

  @Test
  void whatTheClusterRefusesIsNamedWithWhatItNeeds() {
    arguments.put("config_context", Value.of("weak"));
    assertThatThrownBy(() -> backend().store("default").read())
        .hasMessageContaining("403 secrets is forbidden")
        .hasMessageContaining("get, list, create, update and delete on secrets and leases");
  }

  @Test
  void aNamespaceThatIsMissingIsNotAnEmptyState() {
    variables.put("KUBE_NAMESPACE", "nope");
    assertThatThrownBy(() -> backend().store("default").read())
        .isInstanceOf(StateException.class)
        .hasMessageContaining("The namespace \"nope\" doesn't exist");
  }

  @Test
  void whatCannotBeRightIsSaidBeforeAnythingIsAsked() {
    arguments.put("config_context", Value.of("lost"));
    assertThat(problems())
        .singleElement()
        .extracting(problem -> problem.detail())
        .asString()
        .contains("the cluster \"nope\" is not in");
    variables.clear();
    assertThat(problems())
        .singleElement()
        .extracting(problem -> problem.detail())
        .asString()
        .contains("no server is configured", "KUBE_CONFIG_PATH");
    arguments.put("host", Value.of("cluster.example.com"));
    assertThat(problems()).isEmpty();
    arguments.put("secret_suffix", Value.of("App_1"));
    assertThat(problems())
        .singleElement()
        .extracting(problem -> problem.detail())
        .asString()
        .contains("the secret name tfstate-default-App_1 is invalid");
    assertThat(cluster.asked()).isEmpty();
  }
}
