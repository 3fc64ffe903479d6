package dev.ingot.state.backend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The numbers are those Terraform 1.11.4 wrote for the same blocks. */
final class BackendSettingsTest {
  private static BackendSettings settings(String type, Map<String, Value> given, String... rest) {
    TreeMap<String, Value> arguments = new TreeMap<>(given);
    for (String name : rest) {
      arguments.put(name, Values.NULL);
    }
    return new BackendSettings(type, arguments);
  }

  @Test
  void aBlockHasTheHashTerraformGivesIt() {
    assertThat(
            settings(
                    "kubernetes",
                    Map.of(
                        "config_path", Value.of("../kubeconfig"),
                        "secret_suffix", Value.of("app"),
                        "labels", Values.map(Map.of("team", Value.of("x")))),
                    "client_certificate",
                    "client_key",
                    "cluster_ca_certificate",
                    "config_context",
                    "config_context_auth_info",
                    "config_context_cluster",
                    "config_paths",
                    "exec",
                    "host",
                    "in_cluster_config",
                    "insecure",
                    "load_config_file",
                    "namespace",
                    "password",
                    "proxy_url",
                    "token",
                    "username")
                .hash())
        .isEqualTo(523_743_586L);
    assertThat(
            settings(
                    "consul",
                    Map.of(
                        "gzip",
                        Values.TRUE,
                        "lock",
                        Values.FALSE,
                        "path",
                        Value.of("app/state"),
                        "address",
                        Value.of("127.0.0.1:8501")),
                    "access_token",
                    "ca_file",
                    "cert_file",
                    "datacenter",
                    "http_auth",
                    "key_file",
                    "scheme")
                .hash())
        .isEqualTo(3_842_761_112L);
  }
}
