package dev.ingot.registry.inventory;

import dev.ingot.registry.inventory.Catalogers.UnreadableException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** RPM's own format of databases, ndb: pages of slots that name blocks of 16 bytes. */
final class NdbFile {
  private static final int DATABASE = 'R' | 'p' << 8 | 'm' << 16 | 'P' << 24;
  private static final int SLOT = 'S' | 'l' << 8 | 'o' << 16 | 't' << 24;
  private static final int BLOB = 'B' | 'l' << 8 | 'b' << 16 | 'S' << 24;
  private static final int PAGE = 4096;
  private static final int BLOCK = 16;

  private NdbFile() {}

  static List<byte[]> blobs(byte[] file) throws UnreadableException {
    ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    if (file.length < 2 * BLOCK || in.getInt(0) != DATABASE) {
      throw new UnreadableException("it is no database of the format ndb");
    }
    long slots = (long) in.getInt(12) * PAGE;
    if (slots < 0 || slots > file.length) {
      throw new UnreadableException("its list of slots is damaged");
    }
    List<byte[]> blobs = new ArrayList<>();
    for (int at = 2 * BLOCK; at + BLOCK <= slots; at += BLOCK) {
      if (in.getInt(at) != SLOT) {
        throw new UnreadableException("its list of slots is damaged");
      }
      int number = in.getInt(at + 4);
      long place = Integer.toUnsignedLong(in.getInt(at + 8)) * BLOCK;
      if (number == 0 || place == 0) {
        continue;
      }
      if (place + BLOCK > file.length
          || in.getInt((int) place) != BLOB
          || in.getInt((int) place + 4) != number) {
        throw new UnreadableException("one of its blobs is damaged");
      }
      long length = Integer.toUnsignedLong(in.getInt((int) place + 12));
      long start = place + BLOCK;
      if (start + length > file.length) {
        throw new UnreadableException("one of its blobs is damaged");
      }
      blobs.add(Arrays.copyOfRange(file, (int) start, (int) (start + length)));
    }
    return blobs;
  }
}
