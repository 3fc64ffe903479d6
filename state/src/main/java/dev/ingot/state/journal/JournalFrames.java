package dev.ingot.state.journal;

import dev.ingot.state.StateCipher;
import dev.ingot.state.format.MisshapenException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * The bytes of journals: eight of a signature, then records. A record is its length (four bytes),
 * its sequence number (eight), the CRC-32C of these two (four), the CRC-32C of sequence number and
 * text (four), and its text.
 *
 * <p>A crash can leave the beginning of a record that was never reported as durable: its head,
 * which says that it was to be longer, or a part of the head. That is the only thing that is
 * dropped without a word. Everything else that can't be read was durable once:
 *
 * <pre>
 *   what is found after a record                    what it is
 *   nothing                                         the end
 *   fewer bytes than a head has                     cut short: dropped
 *   an intact head, and fewer bytes than it names   cut short: dropped
 *   an intact head, all bytes, another checksum     damage
 *   anything else, zeros included                   damage
 *   intact records after a gap                      damage; they are read
 *   no signature, or no first record                damage: both are durable before the file has
 *                                                   its name
 * </pre>
 */
final class JournalFrames {
  static final byte[] SIGNATURE = "INGOTJ2\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] EARLIER = "INGOTJ1\n".getBytes(StandardCharsets.US_ASCII);
  static final int HEAD = 20;
  private static final int MAX_LENGTH = 1 << 30;

  private JournalFrames() {}

  /** A record as bytes. */
  static byte[] frame(long sequence, byte[] payload) {
    ByteBuffer buffer = ByteBuffer.allocate(HEAD + payload.length);
    buffer.putInt(payload.length).putLong(sequence);
    buffer.putInt(checksum(buffer.array(), 0, 12));
    CRC32C crc = new CRC32C();
    crc.update(buffer.array(), 4, 8);
    crc.update(payload);
    return buffer.putInt((int) crc.getValue()).put(payload).array();
  }

  private static int checksum(byte[] bytes, int offset, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, offset, length);
    return (int) crc.getValue();
  }

  /** What can be read of a journal. */
  static JournalContent read(byte[] bytes, StateCipher cipher) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    List<JournalRecord> records = new ArrayList<>();
    Damage damage = new Damage();
    int at = startsWith(bytes, SIGNATURE) ? SIGNATURE.length : 0;
    int intact = at;
    long next = 0;
    if (at == 0) {
      damage.add(0, Math.min(bytes.length, SIGNATURE.length));
      at = Math.min(bytes.length, SIGNATURE.length);
    }
    while (at < bytes.length) {
      int found = at;
      while (found < bytes.length && !isRecord(bytes, found, next)) {
        found++;
      }
      if (found >= bytes.length) {
        break;
      }
      int length = buffer.getInt(found);
      long sequence = buffer.getLong(found + 4);
      if (found > at || sequence != next) {
        damage.add(at, found - at);
      }
      try {
        records.add(
            RecordCodec.decode(
                cipher
                    .open(Arrays.copyOfRange(bytes, found + HEAD, found + HEAD + length))
                    .content()));
      } catch (MisshapenException _) {
        damage.add(found, HEAD + length);
      }
      next = sequence + 1;
      at = found + HEAD + length;
      intact = at;
    }
    if (!isCutShort(bytes, at, next)) {
      damage.add(at, bytes.length - at);
    } else if (records.isEmpty()) {
      damage.add(at, bytes.length - at);
    }
    return new JournalContent(
        List.copyOf(records),
        damage.places,
        damage.first,
        damage.bytes,
        intact,
        next,
        startsWith(bytes, EARLIER));
  }

  private static boolean startsWith(byte[] bytes, byte[] start) {
    return bytes.length >= start.length
        && Arrays.equals(bytes, 0, start.length, start, 0, start.length);
  }

  /** Whether what follows the last record is nothing, or one that was never written whole. */
  private static boolean isCutShort(byte[] bytes, int at, long next) {
    int left = bytes.length - at;
    return left < HEAD
        || (isHead(bytes, at)
            && sequence(bytes, at + 4) == next
            && number(bytes, at) > left - HEAD);
  }

  private static boolean isHead(byte[] bytes, int at) {
    int length = number(bytes, at);
    return length > 0 && length <= MAX_LENGTH && number(bytes, at + 12) == checksum(bytes, at, 12);
  }

  /**
   * Sequence numbers only rise, which makes a chance match among other bytes all but impossible.
   */
  private static boolean isRecord(byte[] bytes, int at, long least) {
    if (bytes.length - at < HEAD || !isHead(bytes, at)) {
      return false;
    }
    int length = number(bytes, at);
    long sequence = sequence(bytes, at + 4);
    if (length > bytes.length - at - HEAD
        || sequence < least
        || sequence - least >= Integer.MAX_VALUE) {
      return false;
    }
    CRC32C crc = new CRC32C();
    crc.update(bytes, at + 4, 8);
    crc.update(bytes, at + HEAD, length);
    return number(bytes, at + 16) == (int) crc.getValue();
  }

  private static int number(byte[] bytes, int at) {
    return ByteBuffer.wrap(bytes).getInt(at);
  }

  private static long sequence(byte[] bytes, int at) {
    return ByteBuffer.wrap(bytes).getLong(at);
  }

  /** Where something can't be read. */
  private static final class Damage {
    private int places;
    private long first;
    private long bytes;

    void add(long at, long length) {
      first = places == 0 ? at : first;
      places++;
      bytes += length;
    }
  }
}
