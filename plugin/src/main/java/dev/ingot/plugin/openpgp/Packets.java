package dev.ingot.plugin.openpgp;

import java.util.ArrayList;
import java.util.List;

/** Packets (RFC 9580, 4.2), in both forms of their heads; those in parts are not needed here. */
final class Packets {
  static final int SIGNATURE = 2;
  static final int PUBLIC_KEY = 6;
  static final int PUBLIC_SUBKEY = 14;

  private static final int MOST = 1000;

  private Packets() {}

  /** One packet. */
  static final class Packet {
    private final int tag;
    private final byte[] body;

    Packet(int tag, byte[] body) {
      this.tag = tag;
      this.body = body;
    }

    int tag() {
      return tag;
    }

    byte[] body() {
      return body;
    }
  }

  static List<Packet> read(byte[] bytes) throws OpenPgpException {
    Octets in = new Octets(bytes);
    List<Packet> packets = new ArrayList<>();
    while (!in.isEmpty()) {
      if (packets.size() == MOST) {
        throw new OpenPgpException("there are too many packets");
      }
      packets.add(one(in));
    }
    return packets;
  }

  private static Packet one(Octets in) throws OpenPgpException {
    int head = in.one();
    if ((head & 0x80) == 0) {
      throw new OpenPgpException("it is not in the format of OpenPGP");
    }
    if ((head & 0x40) != 0) {
      return new Packet(head & 0x3f, in.take(newLength(in)));
    }
    int length =
        switch (head & 3) {
          case 0 -> in.one();
          case 1 -> in.two();
          case 2 -> in.four();
          default -> in.left();
        };
    return new Packet((head >> 2) & 0x0f, in.take(length));
  }

  /** A length in one, two or five octets; that of subpackets is the same. */
  static int newLength(Octets in) throws OpenPgpException {
    int first = in.one();
    if (first < 192) {
      return first;
    }
    if (first < 224) {
      return ((first - 192) << 8) + in.one() + 192;
    }
    if (first == 255) {
      return in.four();
    }
    throw new OpenPgpException("a packet comes in parts");
  }
}
