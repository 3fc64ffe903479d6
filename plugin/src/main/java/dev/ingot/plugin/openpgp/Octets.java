package dev.ingot.plugin.openpgp;

import java.math.BigInteger;
import java.util.Arrays;

/** Reads octets in order; whatever they say of their lengths, it stays within them. */
final class Octets {
  private final byte[] bytes;
  private final int end;
  private int at;

  Octets(byte[] bytes) {
    this(bytes, 0, bytes.length);
  }

  private Octets(byte[] bytes, int from, int to) {
    this.bytes = bytes;
    this.at = from;
    this.end = to;
  }

  boolean isEmpty() {
    return at == end;
  }

  int left() {
    return end - at;
  }

  int one() throws OpenPgpException {
    need(1);
    return bytes[at++] & 0xff;
  }

  int two() throws OpenPgpException {
    return (one() << 8) | one();
  }

  int four() throws OpenPgpException {
    int high = two();
    if (high > 0x7fff) {
      throw new OpenPgpException("a length is too large");
    }
    return (high << 16) | two();
  }

  byte[] take(int count) throws OpenPgpException {
    need(count);
    at += count;
    return Arrays.copyOfRange(bytes, at - count, at);
  }

  byte[] rest() throws OpenPgpException {
    return take(left());
  }

  Octets part(int count) throws OpenPgpException {
    need(count);
    at += count;
    return new Octets(bytes, at - count, at);
  }

  /** A number of any size (RFC 9580, 3.2). */
  BigInteger number() throws OpenPgpException {
    int bits = two();
    return new BigInteger(1, take((bits + 7) / 8));
  }

  private void need(int count) throws OpenPgpException {
    if (count < 0 || count > left()) {
      throw new OpenPgpException("it ends too early");
    }
  }
}
