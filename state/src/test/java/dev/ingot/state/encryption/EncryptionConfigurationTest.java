package dev.ingot.state.encryption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.state.StateCipher;
import dev.ingot.state.StateFormatException;
import dev.ingot.state.program.Programs;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class EncryptionConfigurationTest {
  private static final byte[] PLAIN = "PK something".getBytes(StandardCharsets.UTF_8);
  private static final String KEY =
      """
      key_provider "pbkdf2" "k" {
        passphrase = "a passphrase, long enough"
        iterations = 200000
      }
      """;
  private static final String METHOD =
      """
      method "aes_gcm" "m" {
        keys = key_provider.pbkdf2.k
      }
      method "unencrypted" "none" {}
      """;

  @Test
  void mistakesAreNamedWithoutSecrets() {
    assertThatThrownBy(
            () ->
                Setups.of(
                    "",
                    "key_provider \"pbkdf2\" \"k\" { passphrase = \"t0psecret\" }\n"
                        + "method \"aes_gcm\" \"m\" { keys = key_provider.pbkdf2.k }\n"
                        + "method \"aes_gcm\" \"n\" { keys = key_provider.pbkdf2.other }\n"
                        + "plan { method = method.aes_gcm.n }\n"
                        + "state { method = method.aes_gcm.m }"))
        .hasMessageContaining("key_provider.pbkdf2.k: the passphrase has to have at least 16")
        .hasMessageContaining(
            "method.aes_gcm.n: there is no key_provider.pbkdf2.other block declared")
        .hasMessageNotContaining("t0psecret");
    assertThatThrownBy(() -> Setups.of("", KEY + "passphrase \"t0psecret\" = {"))
        .hasMessageContaining("The variable TF_ENCRYPTION can't be used.")
        .hasMessageNotContaining("t0psecret");
    assertThatThrownBy(
            () ->
                Setups.of(
                    "", METHOD + "state {\n method = method.unencrypted.none\n enforced = true\n}"))
        .hasMessageContaining("Unencrypted method is forbidden");
    assertThatThrownBy(
            () ->
                Setups.of(
                    "",
                    "key_provider \"xor\" \"k\" {}\n"
                        + METHOD.replace("pbkdf2", "xor")
                        + "state { method = method.aes_gcm.m }"))
        .hasMessageContaining("Unknown key_provider type");
  }

  @Test
  void whatNothingUsesNeedNotBeRight() {
    assertThat(Setups.of("", "key_provider \"pbkdf2\" \"k\" {}")).isEqualTo(Encryptions.NONE);
  }

  @Test
  void theEnvironmentGivesWhatAConfigurationLeavesOut() {
    Encryptions both =
        Setups.of(
            "key_provider \"pbkdf2\" \"k\" {\n iterations = 200000\n}\n"
                + METHOD
                + "state {\n method = method.aes_gcm.m\n enforced = true\n}",
            "key_provider \"pbkdf2\" \"k\" {\n passphrase = \"a passphrase, long enough\"\n}");
    Encryptions one = Setups.of("", KEY + METHOD + "state { method = method.aes_gcm.m }");
    byte[] sealed = both.state().seal(PLAIN);
    assertThat(one.state().open(sealed).content()).isEqualTo(PLAIN);
    assertThat(both.plan()).isEqualTo(StateCipher.NONE);
  }

  @Test
  void whatAConfigurationEnforcesStaysEnforced() {
    assertThatThrownBy(
            () ->
                Setups.of(
                    METHOD + "state {\n enforced = true\n}",
                    "state {\n method = method.unencrypted.none\n}"))
        .hasMessageContaining("Unencrypted method is forbidden");
    // Without the variable nothing may be written.
    assertThatThrownBy(() -> Setups.of("state {\n enforced = true\n}", ""))
        .hasMessageContaining("Invalid encryption method identifier");
  }

  @Test
  void remoteStatesAreFoundByTheAddressOfTheDataSource() {
    Encryptions encryptions =
        Setups.of(
            KEY
                + METHOD
                + """
                remote_state_data_sources {
                  default {
                    method = method.unencrypted.none
                  }
                  remote_state_data_source "a.b[0]" {
                    method = method.aes_gcm.m
                  }
                }
                """,
            "");
    assertThat(encryptions.remoteState("module.a.data.terraform_remote_state.b[0]"))
        .isSameAs(encryptions.remote().get("a.b[0]"));
    assertThat(encryptions.remoteState("data.terraform_remote_state.b"))
        .isSameAs(encryptions.remoteDefault());
  }

  @Test
  void keysAreMadeOfWhatProgramsGive() {
    List<String> asked = new ArrayList<>();
    Programs programs =
        program -> {
          asked.add(new String(program.input(), StandardCharsets.UTF_8));
          return new Programs.Ended(
              0,
              ("{\"magic\":\"OpenTofu-External-Key-Provider\",\"version\":1}\n"
                      + "{\"keys\":{\"encryption_key\":\"MDEyMzQ1Njc4OWFiY2RlZg==\","
                      + "\"decryption_key\":\"MDEyMzQ1Njc4OWFiY2RlZg==\"},"
                      + "\"meta\":{\"external_data\":{\"n\":\"1\"}}}")
                  .getBytes(StandardCharsets.UTF_8),
              "");
        };
    String block =
        """
        key_provider "external" "e" {
          command = ["give-key"]
        }
        key_provider "pbkdf2" "k" {
          chain                    = key_provider.external.e
          iterations               = 200000
          encrypted_metadata_alias = "chained"
        }
        """
            + METHOD
            + "plan { method = method.aes_gcm.m }";
    byte[] sealed = Setups.of(block, Map.of(), programs).plan().seal(PLAIN);
    assertThat(new String(sealed, StandardCharsets.UTF_8))
        .contains("\"chained\":", "\"key_provider.external.e\":");
    assertThat(Setups.of(block, Map.of(), programs).plan().open(sealed).content()).isEqualTo(PLAIN);
    assertThat(asked).containsExactly("null", "{\"external_data\":{\"n\":\"1\"}}");
  }

  @Test
  void programsThatFailAreNamedWithoutWhatTheyAnswered() {
    String block =
        """
        method "external" "m" {
          encrypt_command = ["seal"]
          decrypt_command = ["open"]
        }
        state { method = method.external.m }
        """;
    Programs silent = _ -> new Programs.Ended(0, "t0psecret".getBytes(StandardCharsets.UTF_8), "");
    assertThatThrownBy(() -> Setups.of(block, Map.of(), silent).state().seal(PLAIN))
        .hasMessageContaining("The program of method.external.m printed no first line of JSON.");
    Programs failing = _ -> new Programs.Ended(3, new byte[0], "no such token\n");
    assertThatThrownBy(() -> Setups.of(block, Map.of(), failing).state().seal(PLAIN))
        .hasMessageContaining("ended with exit code 3. It said:\nno such token");
  }

  @Test
  void keyProvidersCantReferToEachOther() {
    assertThatThrownBy(
            () ->
                Setups.of(
                    "key_provider \"pbkdf2\" \"k\" { chain = key_provider.pbkdf2.l }\n"
                        + "key_provider \"pbkdf2\" \"l\" { chain = key_provider.pbkdf2.k }\n"
                        + METHOD
                        + "state { method = method.aes_gcm.m }",
                    ""))
        .hasMessageContaining("key_provider.pbkdf2.k -> key_provider.pbkdf2.l ->");
  }

  @Test
  void aNewerFormIsNotTakenForDamage() {
    StateCipher cipher = Setups.state(KEY + METHOD + "state { method = method.aes_gcm.m }");
    byte[] newer =
        new String(cipher.seal(PLAIN), StandardCharsets.UTF_8)
            .replace("\"v0\"", "\"v1\"")
            .getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> cipher.open(newer))
        .isInstanceOf(StateFormatException.class)
        .hasMessageContaining("encrypted in the form \"v1\"");
  }
}
