package dev.ingot.lang.function.network;

import java.math.BigInteger;
import java.util.Optional;

/**
 * An IP address. Rules: RFC 4291 and RFC 5952 for version 6; decimals with leading zeros are
 * accepted in version 4.
 *
 * @param bits 32 or 128
 */
record Address(BigInteger number, int bits) {
  private static final int GROUPS = 8;
  private static final BigInteger MAPPED = BigInteger.valueOf(0xffff);

  static Optional<Address> parse(String text) {
    if (text.indexOf(':') < 0) {
      return version4(text).map(number -> new Address(BigInteger.valueOf(number), 32));
    }
    return version6(text).map(number -> new Address(number, 128));
  }

  private static Optional<Long> version4(String text) {
    long number = 0;
    int parts = 0;
    int start = 0;
    while (start <= text.length()) {
      int end = text.indexOf('.', start);
      end = end < 0 ? text.length() : end;
      int part = decimal(text, start, end);
      if (part < 0 || ++parts > 4) {
        return Optional.empty();
      }
      number = number << 8 | part;
      start = end + 1;
    }
    return parts == 4 ? Optional.of(number) : Optional.empty();
  }

  private static int decimal(String text, int start, int end) {
    int number = 0;
    for (int i = start; i < end; i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return -1;
      }
      number = number * 10 + c - '0';
      if (number > 255) {
        return -1;
      }
    }
    return end == start ? -1 : number;
  }

  private static Optional<BigInteger> version6(String text) {
    int gap = text.indexOf("::");
    if (gap != text.lastIndexOf("::")) {
      return Optional.empty();
    }
    if (gap < 0) {
      int[] groups = groups(text);
      return groups.length == GROUPS ? Optional.of(joined(groups, new int[0])) : Optional.empty();
    }
    int[] front = groups(text.substring(0, gap));
    int[] back = groups(text.substring(gap + 2));
    boolean valid =
        (front.length > 0 || gap == 0)
            && (back.length > 0 || gap + 2 == text.length())
            && front.length + back.length < GROUPS;
    return valid ? Optional.of(joined(front, back)) : Optional.empty();
  }

  private static BigInteger joined(int[] front, int[] back) {
    BigInteger number = BigInteger.ZERO;
    for (int i = 0; i < GROUPS; i++) {
      int fromBack = i - (GROUPS - back.length);
      int group = i < front.length ? front[i] : fromBack >= 0 ? back[fromBack] : 0;
      number = number.shiftLeft(16).or(BigInteger.valueOf(group));
    }
    return number;
  }

  /**
   * The groups of a text without a gap, with a version 4 address at its end as two; empty if
   * invalid.
   */
  private static int[] groups(String text) {
    if (text.isEmpty()) {
      return new int[0];
    }
    String[] parts = text.split(":", -1);
    boolean mixed = parts[parts.length - 1].indexOf('.') >= 0;
    int[] groups = new int[parts.length + (mixed ? 1 : 0)];
    for (int i = 0; i < parts.length; i++) {
      if (mixed && i == parts.length - 1) {
        Optional<Long> last = version4(parts[i]);
        if (last.isEmpty()) {
          return new int[0];
        }
        groups[i] = (int) (last.get() >> 16);
        groups[i + 1] = (int) (last.get() & 0xffff);
      } else if (parts[i].isEmpty() || parts[i].length() > 4 || !isHex(parts[i])) {
        return new int[0];
      } else {
        groups[i] = Integer.parseInt(parts[i], 16);
      }
    }
    return groups.length <= GROUPS ? groups : new int[0];
  }

  private static boolean isHex(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x80 || Character.digit(c, 16) < 0) {
        return false;
      }
    }
    return true;
  }

  /** Whether it is an IPv4-mapped version 6 address. */
  boolean isMapped() {
    return bits == 128 && number.shiftRight(32).equals(MAPPED);
  }

  @Override
  public String toString() {
    if (bits == 32 || isMapped()) {
      long four = number.longValue() & 0xffff_ffffL;
      return (four >> 24)
          + "."
          + (four >> 16 & 0xff)
          + "."
          + (four >> 8 & 0xff)
          + "."
          + (four & 0xff);
    }
    int[] groups = new int[GROUPS];
    for (int i = 0; i < GROUPS; i++) {
      groups[i] = number.shiftRight((GROUPS - 1 - i) * 16).intValue() & 0xffff;
    }
    int gapStart = -1;
    int gapLength = 1;
    for (int i = 0; i < GROUPS; i++) {
      int length = 0;
      while (i + length < GROUPS && groups[i + length] == 0) {
        length++;
      }
      if (length > gapLength) {
        gapStart = i;
        gapLength = length;
      }
    }
    StringBuilder out = new StringBuilder();
    int i = 0;
    while (i < GROUPS) {
      if (i == gapStart) {
        out.append("::");
        i += gapLength;
      } else {
        if (!out.isEmpty() && out.charAt(out.length() - 1) != ':') {
          out.append(':');
        }
        out.append(Integer.toHexString(groups[i]));
        i++;
      }
    }
    return out.toString();
  }
}
