package dev.ingot.provider.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostTokensTest {
  @TempDir Path folder;

  private CredentialsProgram helper(String script) throws Exception {
    Path program = folder.resolve("terraform-credentials-test");
    Files.writeString(program, "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    return new CredentialsProgram("test", List.of("--store", "x"), List.of(folder));
  }

  @Test
  void variablesAreWrittenInSeveralWays() throws Exception {
    for (String name :
        List.of("TF_TOKEN_my__registry_example_com", "TF_TOKEN_my-registry_example_com")) {
      HostTokens tokens = new HostTokens(Map.of(name, "secret"), Map.of(), HostCredentials.NONE);
      assertThat(tokens.token("my-registry.example.com")).contains("secret");
      assertThat(tokens.token("registry.example.com")).isEmpty();
      assertThat(tokens.toString()).doesNotContain("secret");
    }
    HostTokens port =
        new HostTokens(Map.of("TF_TOKEN_localhost_8443", "a"), Map.of(), HostCredentials.NONE);
    assertThat(port.token("localhost:8443")).contains("a");
  }

  @Test
  void theVariableCountsBeforeTheConfigurationAndThatBeforeTheHelper() throws Exception {
    HostCredentials helper = _ -> Optional.of("helper");
    Map<String, String> configured = Map.of("a.example", "file", "b.example", "file");
    HostTokens tokens =
        new HostTokens(Map.of("TF_TOKEN_a_example", "variable"), configured, helper);
    assertThat(tokens.token("a.example")).contains("variable");
    assertThat(tokens.token("b.example")).contains("file");
    assertThat(tokens.token("c.example")).contains("helper");
  }

  @Test
  void aHelperIsAskedForAHost() throws Exception {
    CredentialsProgram helper = helper("echo \"{\\\"token\\\":\\\"$1 $2 $3 $4\\\"}\"");
    assertThat(helper.token("a.example")).contains("--store x get a.example");
    assertThat(helper("echo '{}'").token("a.example")).isEmpty();
  }

  @Test
  void aHelperThatFailsIsAnError() throws Exception {
    assertThatThrownBy(() -> helper("exit 3").token("a")).hasMessageContaining("exit code 3");
    assertThatThrownBy(() -> helper("echo no").token("a")).hasMessageContaining("JSON");
    CredentialsProgram missing =
        new CredentialsProgram("test", List.of(), List.of(Path.of("/nowhere")));
    assertThatThrownBy(() -> missing.token("a")).hasMessageContaining("is in none of");
  }
}
