package dev.ingot.state.encryption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.state.Environment;
import dev.ingot.state.Environments;
import dev.ingot.state.LockRequest;
import dev.ingot.state.Samples;
import dev.ingot.state.State;
import dev.ingot.state.StateCipher;
import dev.ingot.state.StateFormatException;
import dev.ingot.state.StatePaths;
import dev.ingot.state.StateSession;
import dev.ingot.state.format.StateFile;
import dev.ingot.state.local.LocalStateStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EncryptionTest {
  private static final byte[] STATE =
      "{\"version\":4,\"serial\":3,\"lineage\":\"l\"}".getBytes(StandardCharsets.UTF_8);

  @TempDir Path folder = Path.of("");

  private static String provider(String name) {
    return """
    key_provider "pbkdf2" "NAME" {
      passphrase = "passphrase of NAME, long enough"
      iterations = 200000
    }
    method "aes_gcm" "NAME" {
      keys = key_provider.pbkdf2.NAME
    }
    method "unencrypted" "none" {}
    """
        .replace("NAME", name);
  }

  private static byte[] ofOpenTofu() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            EncryptionTest.class.getResourceAsStream("/encryption/opentofu-1.12.tfstate"))) {
      return in.readAllBytes();
    }
  }

  @Test
  void aStateThatOpenTofuEncryptedIsRead() throws Exception {
    StateCipher cipher =
        Setups.state(
            """
            {"key_provider": {"pbkdf2": {"k": {"passphrase": "correct-horse-battery-staple"}}},
             "method": {"aes_gcm": {"m": {"keys": "${key_provider.pbkdf2.k}"}}},
             "state": {"method": "${method.aes_gcm.m}", "enforced": true}}
            """);
    State state = StateFile.read(cipher.open(ofOpenTofu()).content(), "");
    assertThat(state.lineage()).isEqualTo("df0824fe-4b17-480d-0ed8-1b25f974b546");
    assertThat(state.outputs()).containsOnlyKeys("o");
  }

  @Test
  void anotherPassphraseOrAFlippedBitIsRefused() throws Exception {
    StateCipher cipher = Setups.state(provider("k") + "state { method = method.aes_gcm.k }");
    assertThatThrownBy(() -> cipher.open(ofOpenTofu()))
        .isInstanceOf(StateFormatException.class)
        .hasMessageContaining("method.aes_gcm.k: The key is another one, or the data is damaged.");
    byte[] sealed = cipher.seal(STATE, 3, "l");
    String text = new String(sealed, StandardCharsets.UTF_8);
    assertThat(text).startsWith("{\n  \"serial\": 3,\n  \"lineage\": \"l\",\n  \"meta\": {\n");
    assertThat(cipher.open(sealed).content())
        .asString()
        .isEqualTo(new String(STATE, StandardCharsets.UTF_8));
    int data = text.indexOf("encrypted_data") + 30;
    sealed[data] = (byte) (sealed[data] == 'A' ? 'B' : 'A');
    assertThatThrownBy(() -> cipher.open(sealed)).isInstanceOf(StateFormatException.class);
  }

  @Test
  void noByteOfAnEncryptedStateCanBeChangedOrCutOffUnnoticed() {
    // Each attempt derives the key anew, so every seventh byte is tried: all parts are longer.
    StateCipher cipher = Setups.state(provider("k") + "state { method = method.aes_gcm.k }");
    byte[] sealed = cipher.seal(STATE, 3, "l");
    for (int i = 0; i < sealed.length; i += 7) {
      byte[] changed = sealed.clone();
      changed[i] = (byte) (changed[i] ^ 1);
      assertRefused(cipher, changed, i);
      if (i > 0) {
        assertRefused(cipher, Arrays.copyOf(sealed, i), i);
      }
    }
  }

  /** White space and the bits of base64 that mean nothing may be anything. */
  private static void assertRefused(StateCipher cipher, byte[] changed, int place) {
    try {
      assertThat(cipher.open(changed).content()).as("byte %d", place).isEqualTo(STATE);
    } catch (StateFormatException e) {
      assertThat(e.problems()).isNotEmpty();
    }
  }

  @Test
  void keysAreChangedByAFallback() {
    StateCipher old = Setups.state(provider("old") + "state { method = method.aes_gcm.old }");
    StateCipher next =
        Setups.state(
            provider("old")
                + provider("new").replace("method \"unencrypted\" \"none\" {}", "")
                + """
                state {
                  method = method.aes_gcm.new
                  fallback {
                    method = method.aes_gcm.old
                  }
                }
                """);
    byte[] sealed = old.seal(STATE, 3, "l");
    assertThat(next.open(sealed).content())
        .asString()
        .isEqualTo(new String(STATE, StandardCharsets.UTF_8));
    byte[] again = next.seal(next.open(sealed).content(), 2, "l");
    assertThatThrownBy(() -> old.open(again)).isInstanceOf(StateFormatException.class);
  }

  @Test
  void whatIsNotEncryptedIsReadWithTheMethodUnencryptedOnly() {
    byte[] plain = StateFile.write(State.EMPTY.as(1, "l"));
    StateCipher strict = Setups.state(provider("k") + "state { method = method.aes_gcm.k }");
    assertThatThrownBy(() -> strict.open(plain)).hasMessageContaining("not encrypted");
    StateCipher migrating =
        Setups.state(
            provider("k")
                + "state {\n method = method.aes_gcm.k\n fallback {\n"
                + " method = method.unencrypted.none\n }\n}\n");
    assertThat(migrating.open(plain).content()).isEqualTo(plain);
    assertThat(migrating.open(plain).outdated()).isTrue();
    assertThat(new String(migrating.seal(plain, 1, "l"), StandardCharsets.UTF_8))
        .contains("encrypted_data");
  }

  @Test
  void nothingOfAStateIsReadableOnTheDiskAtAnyMoment() throws Exception {
    StateCipher cipher = Setups.state(provider("k") + "state { method = method.aes_gcm.k }");
    Environment usual = Environments.fixed();
    Environment environment =
        new Environment(
            usual.clock(), usual.random(), usual.who(), usual.program(), usual.version(), cipher);
    LocalStateStore store =
        LocalStateStore.onDisk(StatePaths.of(folder.resolve("terraform.tfstate")), environment);
    StateSession session = store.open(LockRequest.of("test"));
    session.apply(List.of(Samples.put(Samples.address("a", 0), "s3cr3t")));
    assertThat(everything()).contains("terraform.tfstate.journal").doesNotContain("s3cr3t");
    session.close();
    try (StateSession second = store.open(LockRequest.of("test"))) {
      assertThat(second.state().snapshot().instances()).hasSize(1);
      second.apply(List.of(Samples.put(Samples.address("a", 1), "s3cr3t")));
    }
    assertThat(everything()).contains("encrypted_data").doesNotContain("s3cr3t");
    assertThat(store.read().state().instances()).hasSize(2);
  }

  private String everything() throws IOException {
    StringBuilder all = new StringBuilder();
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        all.append(file).append('\n');
        all.append(Files.readString(file, StandardCharsets.ISO_8859_1)).append('\n');
      }
    }
    return all.toString();
  }
}
