package dev.ingot.lang.function.crypto;

import at.favre.lib.crypto.bcrypt.BCrypt;
import dev.ingot.lang.eval.Scope;
import dev.ingot.lang.eval.Unknowns;
import dev.ingot.lang.function.Arguments;
import dev.ingot.lang.function.FunctionFailure;
import dev.ingot.lang.function.FunctionSpec;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;

/** The functions of hashes, passwords, keys and unique identifiers. */
public final class CryptoFunctions {
  private static final int DEFAULT_COST = 10;
  private static final int LEAST_COST = 4;
  private static final int MOST_BEARABLE_COST = 20;
  private static final int MOST_COST = 31;
  private static final int LONGEST_PASSWORD = 72;

  private CryptoFunctions() {}

  /** The function of a name. */
  public static Scope.Function named(String name) {
    return switch (name) {
      case "base64sha256" -> hash(name, Hash.SHA256, true);
      case "base64sha512" -> hash(name, Hash.SHA512, true);
      case "bcrypt" ->
          FunctionSpec.named(name)
              .parameter("str", Type.STRING)
              .variadic("cost", Type.NUMBER)
              .returns(Type.STRING)
              .body((a, type) -> bcrypt(a));
      case "md5" -> hash(name, Hash.MD5, false);
      case "rsadecrypt" ->
          FunctionSpec.named(name)
              .parameter("ciphertext", Type.STRING)
              .parameter("privatekey", Type.STRING)
              .returns(Type.STRING)
              .body((a, type) -> Value.of(RsaKey.decrypt(a.text(0), a.text(1))));
      case "sha1" -> hash(name, Hash.SHA1, false);
      case "sha256" -> hash(name, Hash.SHA256, false);
      case "sha512" -> hash(name, Hash.SHA512, false);
      case "uuid", "uuidv4" ->
          FunctionSpec.named(name)
              .returns(Type.STRING)
              .body(
                  (a, type) ->
                      a.environment().purelyPlanning()
                          ? Unknowns.notNull(Type.STRING)
                          : Value.of(randomId(a.environment())));
      case "uuidv5" ->
          FunctionSpec.named(name)
              .parameter("namespace", Type.STRING)
              .parameter("name", Type.STRING)
              .returns(Type.STRING)
              .body((a, type) -> Value.of(namedId(a.text(0), a.text(1))));
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static FunctionSpec hash(String name, Hash hash, boolean base64) {
    return FunctionSpec.named(name)
        .parameter("str", Type.STRING)
        .returns(Type.STRING)
        .body(
            (a, type) ->
                Value.of(
                    base64
                        ? Base64.getEncoder().encodeToString(hash.of(a.text(0)))
                        : Hash.hex(hash.of(a.text(0)))));
  }

  private static Value bcrypt(Arguments a) throws FunctionFailure {
    if (a.size() > 2) {
      throw new FunctionFailure("bcrypt() takes no more than two arguments");
    }
    long cost = a.size() == 2 ? Arguments.whole(a.number(1), "") : DEFAULT_COST;
    if (cost > MOST_COST) {
      throw new FunctionFailure(
          "error occured generating password crypto/bcrypt: cost "
              + cost
              + " is outside allowed range (4,31)");
    }
    if (cost > MOST_BEARABLE_COST) {
      throw new FunctionFailure(
          1, "a cost above the limit of " + MOST_BEARABLE_COST + " would take many minutes");
    }
    byte[] password = a.text(0).getBytes(StandardCharsets.UTF_8);
    if (password.length > LONGEST_PASSWORD) {
      throw new FunctionFailure(
          "error occured generating password bcrypt: password length exceeds 72 bytes");
    }
    byte[] salt = new byte[16];
    a.environment().random().nextBytes(salt);
    byte[] hash =
        BCrypt.with(
                at.favre.lib.crypto.bcrypt.LongPasswordStrategies.truncate(
                    BCrypt.Version.VERSION_2A))
            .hash((int) (cost < LEAST_COST ? DEFAULT_COST : cost), salt, password);
    return Value.of(new String(hash, StandardCharsets.US_ASCII));
  }

  private static String randomId(Scope.Environment environment) {
    byte[] bytes = new byte[16];
    environment.random().nextBytes(bytes);
    return dashed(Hash.hex(bytes));
  }

  private static String dashed(String hex) {
    return String.join(
        "-",
        hex.substring(0, 8),
        hex.substring(8, 12),
        hex.substring(12, 16),
        hex.substring(16, 20),
        hex.substring(20, 32));
  }

  private static String namedId(String namespace, String name) throws FunctionFailure {
    String hex =
        switch (namespace) {
          case "dns" -> "6ba7b8109dad11d180b400c04fd430c8";
          case "url" -> "6ba7b8119dad11d180b400c04fd430c8";
          case "oid" -> "6ba7b8129dad11d180b400c04fd430c8";
          case "x500" -> "6ba7b8149dad11d180b400c04fd430c8";
          default -> idDigits(namespace);
        };
    byte[] space = HexFormat.of().parseHex(hex);
    byte[] text = name.getBytes(StandardCharsets.UTF_8);
    byte[] all = new byte[space.length + text.length];
    System.arraycopy(space, 0, all, 0, space.length);
    System.arraycopy(text, 0, all, space.length, text.length);
    byte[] hash = Hash.SHA1.of(all);
    hash[6] = (byte) ((hash[6] & 0x0f) | 0x50);
    hash[8] = (byte) ((hash[8] & 0x3f) | 0x80);
    return dashed(Hash.hex(hash));
  }

  private static String idDigits(String id) throws FunctionFailure {
    String plain = id.toLowerCase(Locale.ROOT);
    plain = plain.startsWith("urn:uuid:") ? plain.substring(9) : plain;
    plain = plain.length() == 38 && plain.startsWith("{") ? plain.substring(1, 37) : plain;
    boolean grouped =
        plain.length() == 36
            && plain.charAt(8) == '-'
            && plain.charAt(13) == '-'
            && plain.charAt(18) == '-'
            && plain.charAt(23) == '-';
    String digits = grouped ? plain.replace("-", "") : plain;
    if (digits.length() == 32
        && digits.chars().allMatch(c -> c < 0x80 && Character.digit(c, 16) >= 0)) {
      return digits;
    }
    throw new FunctionFailure(
        "uuidv5() doesn't support namespace "
            + id
            + " "
            + (id.length() == 32 || id.length() == 36 || id.length() == 38 || id.length() == 45
                ? "(invalid UUID format)"
                : "(invalid UUID length: " + id.getBytes(StandardCharsets.UTF_8).length + ")"));
  }
}
