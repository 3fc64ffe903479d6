package dev.ingot.bake.ssh;

import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.KeyPair;
import dev.ingot.storage.Access;
import dev.ingot.storage.AtomicFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A key made for the machines of a build.
 *
 * @param file its private part, which only this user can read
 * @param line its public part, as {@code authorized_keys} has it
 */
public record TemporaryKey(Path file, String line) {
  private static final int BITS = 2048;

  /**
   * The key in a file, made if there is none.
   *
   * @param type {@code rsa}, {@code ecdsa} or {@code ed25519}
   * @param bits 0 for the usual size
   */
  public static TemporaryKey at(Path file, String type, int bits, String comment)
      throws IOException {
    try {
      if (!Files.exists(file)) {
        KeyPair made = generate(type, bits);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        if (made.getKeyType() == KeyPair.ED25519) {
          made.writeOpenSSHv1PrivateKey(out, new byte[0]);
        } else {
          made.writePrivateKey(out);
        }
        made.dispose();
        AtomicFile.write(file, out.toByteArray(), Access.PRIVATE);
      }
      return new TemporaryKey(file, line(file, comment));
    } catch (JSchException e) {
      throw new IOException("no key can be made or read in " + file + ": " + e.getMessage(), e);
    }
  }

  /** The public part of a key's file; empty where it can't be read without a password. */
  public static Optional<String> publicLine(Path file, String comment) {
    try {
      return Optional.of(line(file, comment));
    } catch (JSchException | RuntimeException e) {
      return Optional.empty();
    }
  }

  private static String line(Path file, String comment) throws JSchException {
    KeyPair pair = KeyPair.load(new JSch(), file.toString());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    pair.writePublicKey(out, comment);
    pair.dispose();
    return out.toString(StandardCharsets.UTF_8).strip();
  }

  private static KeyPair generate(String type, int bits) throws JSchException {
    return switch (type) {
      case "ed25519" -> KeyPair.genKeyPair(new JSch(), KeyPair.ED25519);
      case "ecdsa" -> KeyPair.genKeyPair(new JSch(), KeyPair.ECDSA, bits == 0 ? 256 : bits);
      default -> KeyPair.genKeyPair(new JSch(), KeyPair.RSA, bits == 0 ? BITS : bits);
    };
  }
}
