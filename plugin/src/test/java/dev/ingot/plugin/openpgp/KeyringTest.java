package dev.ingot.plugin.openpgp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The keys and signatures were made with GnuPG 2.2; the keys are used for nothing else. */
class KeyringTest {
  private static byte[] file(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(KeyringTest.class.getResourceAsStream("/openpgp/" + name))) {
      return in.readAllBytes();
    }
  }

  private static Keyring keys(String name) throws Exception {
    return Keyring.read(new String(file(name), StandardCharsets.US_ASCII));
  }

  @Test
  void signaturesOfEachAlgorithmAreVerified() throws Exception {
    for (String name : List.of("rsa2048", "ed25519", "nistp256", "nistp384", "subkey")) {
      Keyring keys = keys(name + ".asc");
      assertThat(keys.signer(file("content"), file(name + ".sig"))).as(name).isPresent();
      byte[] other = "other content".getBytes(StandardCharsets.US_ASCII);
      assertThat(keys.signer(other, file(name + ".sig"))).as(name).isEmpty();
    }
  }

  @Test
  void theSignerIsThePrimaryKey() throws Exception {
    assertThat(keys("subkey.asc").signer(file("content"), file("subkey.sig")))
        .contains(new Keyring.Signer("FDD26DB9A51734F7A72C595F20F7467F953D080C"));
    assertThat(keys("rsa2048.asc").signer(file("content"), file("rsa2048.sig")).get().id())
        .isEqualTo("B881F3375CD117DB");
  }

  @Test
  void aSignatureMayBeText() throws Exception {
    assertThat(keys("ed25519.asc").signer(file("content"), file("ed25519.sig.asc"))).isPresent();
  }

  @Test
  void severalKeysMayStandInOneText() throws Exception {
    byte[] both =
        PublicKey.joined(Armor.strip(file("rsa2048.asc")), Armor.strip(file("nistp256.asc")));
    String text =
        "-----BEGIN PGP PUBLIC KEY BLOCK-----\n\n"
            + java.util.Base64.getEncoder().encodeToString(both)
            + "\n-----END PGP PUBLIC KEY BLOCK-----\n";
    assertThat(Keyring.read(text).signer(file("content"), file("nistp256.sig"))).isPresent();
  }

  @Test
  void anotherKeyDidNotSign() throws Exception {
    assertThat(keys("rsa2048.asc").signer(file("content"), file("subkey.sig"))).isEmpty();
    assertThat(keys("nistp256.asc").signer(file("content"), file("ed25519.sig"))).isEmpty();
  }

  @Test
  void aRevokedKeySignsNothing() {
    assertThatThrownBy(() -> keys("revoked.asc")).hasMessageContaining("no key that can sign");
  }

  @Test
  void aRevokedSubkeySignsNothing() throws Exception {
    assertThat(keys("revokedsubkey.asc").signer(file("content"), file("revokedsubkey.sig")))
        .isEmpty();
  }

  @Test
  void aWeakHashIsRefused() {
    assertThatThrownBy(() -> keys("rsa2048.asc").signer(file("content"), file("sha1.sig")))
        .isInstanceOf(OpenPgpException.class)
        .hasMessageContaining("too weak");
  }

  @Test
  void whatIsNoSignatureIsAnError() throws Exception {
    Keyring keys = keys("rsa2048.asc");
    for (byte[] wrong :
        List.of(
            new byte[0],
            "<html>".getBytes(StandardCharsets.US_ASCII),
            file("rsa2048.asc"),
            Arrays.copyOf(file("rsa2048.sig"), 200))) {
      assertThatThrownBy(() -> keys.signer(file("content"), wrong))
          .isInstanceOf(OpenPgpException.class);
    }
    assertThatThrownBy(() -> Keyring.read("no key")).isInstanceOf(OpenPgpException.class);
  }

  @Test
  void damagedKeysAndSignaturesNeverVerifyAndNeverCrash() throws Exception {
    Random random = new Random(7);
    for (String name : List.of("rsa2048", "ed25519", "nistp256", "subkey")) {
      byte[] key = Armor.strip(file(name + ".asc"));
      byte[] signature = file(name + ".sig");
      Keyring keys = keys(name + ".asc");
      for (int i = 0; i < 300; i++) {
        byte[] damaged = signature.clone();
        // The unsigned part may change: after the hashed subpackets, before the numbers.
        damaged[random.nextInt(20)] ^= (byte) (1 << random.nextInt(8));
        try {
          assertThat(keys.signer(file("content"), damaged)).isEmpty();
        } catch (OpenPgpException e) {
          assertThat(e).hasMessageNotContaining("null");
        }
        byte[] other = key.clone();
        other[random.nextInt(other.length)] ^= (byte) (1 << random.nextInt(8));
        String text =
            "-----BEGIN PGP PUBLIC KEY BLOCK-----\n\n"
                + java.util.Base64.getEncoder().encodeToString(other)
                + "\n-----END PGP PUBLIC KEY BLOCK-----\n";
        try {
          boolean _ = Keyring.read(text).signer(file("content"), signature).isPresent();
        } catch (OpenPgpException e) {
          assertThat(e).hasMessageNotContaining("null");
        }
      }
    }
  }
}
