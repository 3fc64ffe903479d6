package dev.ingot.state.journal;

import dev.ingot.state.format.MisshapenException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * The bytes of journals: eight of a signature, then records. A record is its length and its CRC-32C
 * (four bytes each), its sequence number (eight bytes) and its text; the checksum covers the last
 * two.
 */
final class JournalFrames {
  static final byte[] SIGNATURE = "INGOTJ1\n".getBytes(StandardCharsets.US_ASCII);
  static final int HEAD = 16;
  private static final int MAX_LENGTH = 1 << 30;

  private JournalFrames() {}

  /** A record as bytes. */
  static byte[] frame(long sequence, byte[] payload) {
    ByteBuffer buffer = ByteBuffer.allocate(HEAD + payload.length);
    buffer.putInt(payload.length).putInt(0).putLong(sequence).put(payload);
    buffer.putInt(4, checksum(buffer.array(), 8, 8 + payload.length));
    return buffer.array();
  }

  private static int checksum(byte[] bytes, int offset, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, offset, length);
    return (int) crc.getValue();
  }

  /** What can be read of a journal. */
  static JournalContent read(byte[] bytes) {
    List<JournalRecord> records = new ArrayList<>();
    int damaged = 0;
    int firstDamage = 0;
    int at = startsWithSignature(bytes) ? SIGNATURE.length : 0;
    int intact = at;
    long next = 0;
    while (at < bytes.length) {
      int found = at;
      while (found < bytes.length && !isRecord(bytes, found, next)) {
        found++;
      }
      if (found >= bytes.length) {
        break;
      }
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      int length = buffer.getInt(found);
      long sequence = buffer.getLong(found + 8);
      if (found > at || sequence != next) {
        firstDamage = damaged == 0 ? at : firstDamage;
        damaged++;
      }
      try {
        records.add(
            RecordCodec.decode(Arrays.copyOfRange(bytes, found + HEAD, found + HEAD + length)));
      } catch (MisshapenException _) {
        firstDamage = damaged == 0 ? found : firstDamage;
        damaged++;
      }
      next = sequence + 1;
      at = found + HEAD + length;
      intact = at;
    }
    if (isDamagedTail(bytes, at, next)) {
      firstDamage = damaged == 0 ? at : firstDamage;
      damaged++;
    }
    return new JournalContent(
        List.copyOf(records), damaged, firstDamage, bytes.length - intact, intact, next);
  }

  private static boolean startsWithSignature(byte[] bytes) {
    return bytes.length >= SIGNATURE.length
        && Arrays.equals(bytes, 0, SIGNATURE.length, SIGNATURE, 0, SIGNATURE.length);
  }

  /** A record cut off by a crash is too short; one of the right length was complete once. */
  private static boolean isDamagedTail(byte[] bytes, int at, long next) {
    if (bytes.length - at < HEAD) {
      return false;
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    return buffer.getInt(at) == bytes.length - at - HEAD && buffer.getLong(at + 8) == next;
  }

  /**
   * Sequence numbers only rise, which makes a chance match among other bytes all but impossible.
   */
  private static boolean isRecord(byte[] bytes, int at, long least) {
    if (bytes.length - at < HEAD) {
      return false;
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    int length = buffer.getInt(at);
    long sequence = buffer.getLong(at + 8);
    return length > 0
        && length <= MAX_LENGTH
        && length <= bytes.length - at - HEAD
        && sequence >= least
        && sequence - least < Integer.MAX_VALUE
        && buffer.getInt(at + 4) == checksum(bytes, at + 8, 8 + length);
  }
}
