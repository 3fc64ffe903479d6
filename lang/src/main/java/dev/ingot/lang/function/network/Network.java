package dev.ingot.lang.function.network;

import dev.ingot.lang.function.FunctionFailure;
import java.math.BigInteger;
import java.util.Optional;

/**
 * A network; the host bits of the given address are masked.
 *
 * @param address the first address, as a number
 * @param bits 32 or 128
 * @param prefix the length of the network prefix in bits
 */
record Network(BigInteger address, int bits, int prefix) {
  private static final int MOST_PREFIX_DIGITS = 6;

  static Network parse(String text) throws FunctionFailure {
    int slash = text.indexOf('/');
    if (slash >= 0) {
      Optional<Address> address = Address.parse(text.substring(0, slash));
      int prefix = prefix(text.substring(slash + 1));
      if (address.isPresent() && prefix >= 0 && prefix <= address.get().bits()) {
        int bits = address.get().bits();
        return new Network(masked(address.get().number(), bits, prefix), bits, prefix);
      }
    }
    throw new FunctionFailure("invalid CIDR expression: invalid CIDR address: " + text);
  }

  private static int prefix(String digits) {
    int number = 0;
    for (int i = 0; i < digits.length(); i++) {
      char c = digits.charAt(i);
      if (c < '0' || c > '9') {
        return -1;
      }
      number = number * 10 + c - '0';
    }
    return digits.isEmpty() || digits.length() > MOST_PREFIX_DIGITS ? -1 : number;
  }

  private static BigInteger masked(BigInteger address, int bits, int prefix) {
    return address.shiftRight(bits - prefix).shiftLeft(bits - prefix);
  }

  /** The number of hosts, minus one. */
  BigInteger lastHost() {
    return BigInteger.ONE.shiftLeft(bits - prefix).subtract(BigInteger.ONE);
  }

  /** Whether this network contains another one, or an address as one. */
  boolean contains(Network other) {
    return bits == other.bits
        && prefix <= other.prefix
        && masked(other.address, bits, prefix).equals(address);
  }

  @Override
  public String toString() {
    return new Address(address, bits) + "/" + prefix;
  }
}
