package dev.ingot.bake.winrm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Random;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The login by NTLM, against the examples of its specifications. */
final class NtlmTest {
  private static final byte[] SERVER = HexFormat.of().parseHex("0123456789abcdef");

  @Test
  void hashesAreThoseOfTheRfc() {
    assertThat(hash("")).isEqualTo("31d6cfe0d16ae931b73c59d7e0c089c0");
    assertThat(hash("a")).isEqualTo("bde52cb31de33e46245e05fbdbd6fb24");
    assertThat(hash("message digest")).isEqualTo("d9130a8164549fe818874806e1c7014b");
    assertThat(hash("1234567890".repeat(8))).isEqualTo("e33b4ddc9c38f2199c3e7b164fcc0536");
  }

  private static String hash(String text) {
    return HexFormat.of().formatHex(Md4.of(text.getBytes(StandardCharsets.US_ASCII)));
  }

  @Test
  void theAnswerProvesThePassword() throws Exception {
    byte[] answer = answer("DOMAIN\\User", "Password");
    assertThat(isRight(answer, "User", "Password")).isTrue();
    assertThat(isRight(answer, "User", "password")).isFalse();
  }

  @Test
  void aDamagedChallengeIsAnError() {
    assertThatThrownBy(
            () -> Ntlm.authenticate(new byte[20], "u", "p", Instant.EPOCH, new Random(1)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("damaged");
    byte[] outside = challenge();
    outside[44] = 127;
    assertThatThrownBy(() -> Ntlm.authenticate(outside, "u", "p", Instant.EPOCH, new Random(1)))
        .isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE - 9, 49})
  void aTargetOutsideTheChallengeIsAnError(int place) {
    byte[] message = challenge();
    ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN).putInt(44, place);
    assertThatThrownBy(() -> Ntlm.authenticate(message, "u", "p", Instant.EPOCH, new Random(1)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("damaged");
  }

  private static byte[] answer(String user, String password) throws IOException {
    return Ntlm.authenticate(
        challenge(), user, password, Instant.parse("2026-01-01T00:00:00Z"), new Random(1));
  }

  /** A server's challenge with a target. */
  static byte[] challenge() {
    byte[] target = {2, 0, 2, 0, 'D', 0, 0, 0, 0, 0};
    ByteBuffer message = ByteBuffer.allocate(48 + target.length).order(ByteOrder.LITTLE_ENDIAN);
    message.put("NTLMSSP\0".getBytes(StandardCharsets.US_ASCII)).putInt(2);
    message.putShort((short) 0).putShort((short) 0).putInt(48).putInt(0x00080205).put(SERVER);
    message.putLong(0).putShort((short) target.length).putShort((short) target.length).putInt(48);
    return message.put(target).array();
  }

  /** Computes what the specification says a server does. */
  static boolean isRight(byte[] answer, String user, String password) {
    ByteBuffer in = ByteBuffer.wrap(answer).order(ByteOrder.LITTLE_ENDIAN);
    byte[] nt = field(in, answer, 20);
    byte[] domain = field(in, answer, 28);
    byte[] name = field(in, answer, 36);
    if (!new String(name, StandardCharsets.UTF_16LE).equals(user)) {
      return false;
    }
    byte[] key =
        hmac(
            Md4.of(password.getBytes(StandardCharsets.UTF_16LE)),
            user.toUpperCase(Locale.ROOT).getBytes(StandardCharsets.UTF_16LE),
            domain);
    byte[] proof = hmac(key, SERVER, Arrays.copyOfRange(nt, 16, nt.length));
    return Arrays.equals(proof, 0, 16, nt, 0, 16);
  }

  private static byte[] field(ByteBuffer in, byte[] all, int at) {
    int from = in.getInt(at + 4);
    return Arrays.copyOfRange(all, from, from + Short.toUnsignedInt(in.getShort(at)));
  }

  private static byte[] hmac(byte[] key, byte[]... parts) {
    try {
      Mac mac = Mac.getInstance("HmacMD5");
      mac.init(new SecretKeySpec(key, "HmacMD5"));
      for (byte[] part : parts) {
        mac.update(part);
      }
      return mac.doFinal();
    } catch (java.security.GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
