package dev.ingot.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Names content by its SHA-256 hash, as in the OCI image specification. SHA-512 digests aren't
 * supported.
 *
 * @param hex 64 lower-case hexadecimal digits
 */
public record Digest(String hex) implements Comparable<Digest> {
  private static final String PREFIX = "sha256:";
  private static final int DIGITS = 64;

  /**
   * Checks the digits.
   *
   * @throws IllegalArgumentException if they aren't 64 lower-case hexadecimal digits
   */
  public Digest {
    if (!isHex(hex)) {
      throw new IllegalArgumentException("not a SHA-256 in hexadecimal: " + hex);
    }
  }

  /**
   * Reads {@code sha256:<64 digits>}.
   *
   * @throws IllegalArgumentException if the text isn't that
   */
  public static Digest parse(String text) {
    return find(text)
        .orElseThrow(
            () ->
                new IllegalArgumentException("not a digest (sha256: and 64 hex digits): " + text));
  }

  /** Reads {@code sha256:<64 digits>}, empty if the text isn't that. */
  public static Optional<Digest> find(String text) {
    if (!text.startsWith(PREFIX)) {
      return Optional.empty();
    }
    String hex = text.substring(PREFIX.length());
    return isHex(hex) ? Optional.of(new Digest(hex)) : Optional.empty();
  }

  /** The digest of some bytes. */
  public static Digest of(byte[] bytes) {
    return hasher().update(bytes).digest();
  }

  /** The digest of a text in UTF-8. */
  public static Digest of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The digest of a file's content, read piece by piece.
   *
   * @throws IOException if it can't be read
   */
  public static Digest of(Path file) throws IOException {
    Hasher hasher = hasher();
    byte[] buffer = new byte[64 * 1024];
    try (InputStream in = Files.newInputStream(file)) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        hasher.update(buffer, 0, count);
      }
    }
    return hasher.digest();
  }

  /** Starts a digest of content that comes in pieces. */
  public static Hasher hasher() {
    return new Hasher();
  }

  /** The hash itself, 32 bytes. */
  public byte[] bytes() {
    return HexFormat.of().parseHex(hex);
  }

  @Override
  public int compareTo(Digest other) {
    return hex.compareTo(other.hex);
  }

  /** {@code sha256:<64 digits>}. */
  @Override
  public String toString() {
    return PREFIX + hex;
  }

  private static boolean isHex(String text) {
    if (text.length() != DIGITS) {
      return false;
    }
    for (int place = 0; place < DIGITS; place++) {
      char digit = text.charAt(place);
      if ((digit < '0' || digit > '9') && (digit < 'a' || digit > 'f')) {
        return false;
      }
    }
    return true;
  }

  /** Takes content in pieces; used by one thread at a time, and for one digest. */
  public static final class Hasher {
    private final MessageDigest sha256;

    private Hasher() {
      try {
        sha256 = MessageDigest.getInstance("SHA-256");
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every Java platform has SHA-256", e);
      }
    }

    /** Adds bytes. */
    public Hasher update(byte[] bytes) {
      sha256.update(bytes);
      return this;
    }

    /** Adds some of the bytes. */
    public Hasher update(byte[] bytes, int offset, int length) {
      sha256.update(bytes, offset, length);
      return this;
    }

    /** Adds what remains in a buffer. */
    public Hasher update(ByteBuffer bytes) {
      sha256.update(bytes);
      return this;
    }

    /** Adds one byte, the lowest eight bits. */
    public Hasher update(int singleByte) {
      sha256.update((byte) singleByte);
      return this;
    }

    /** Adds a text in UTF-8, without anything that ends it. */
    public Hasher update(String text) {
      return update(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Ends the content. */
    public Digest digest() {
      return new Digest(HexFormat.of().formatHex(sha256.digest()));
    }
  }
}
