package dev.ingot.registry.inventory;

import dev.ingot.registry.inventory.Catalogers.UnreadableException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Headers of RPM as its databases keep them: two counts, an index of tags, the data. Rules: RPM's
 * documentation of its package format.
 */
final class RpmHeader {
  private static final int NAME = 1000;
  private static final int VERSION = 1001;
  private static final int RELEASE = 1002;
  private static final int EPOCH = 1003;
  private static final int LICENSE = 1014;
  private static final int ARCH = 1022;
  private static final int SOURCE = 1044;
  private static final int INT32 = 4;
  private static final int STRING = 6;
  private static final int ENTRY = 16;

  private RpmHeader() {}

  static List<FoundPackage> packages(List<byte[]> headers) throws UnreadableException {
    List<FoundPackage> packages = new ArrayList<>();
    for (byte[] header : headers) {
      Map<Integer, String> tags = tags(header);
      String name = tags.getOrDefault(NAME, "");
      // Keys of signers are kept as packages, too.
      if (!name.isEmpty() && !name.equals("gpg-pubkey")) {
        packages.add(
            FoundPackage.of(
                    "rpm",
                    "",
                    name,
                    tags.getOrDefault(VERSION, "") + "-" + tags.getOrDefault(RELEASE, ""))
                .with("arch", tags.getOrDefault(ARCH, ""))
                .with("epoch", tags.getOrDefault(EPOCH, ""))
                .with("upstream", tags.getOrDefault(SOURCE, ""))
                .withLicence(tags.getOrDefault(LICENSE, "")));
      }
    }
    return packages;
  }

  private static Map<Integer, String> tags(byte[] header) throws UnreadableException {
    Map<Integer, String> tags = new HashMap<>();
    ByteBuffer in = ByteBuffer.wrap(header);
    int count = header.length < 8 ? -1 : in.getInt(0);
    int length = header.length < 8 ? -1 : in.getInt(4);
    long data = 8 + (long) count * ENTRY;
    if (count < 0 || length < 0 || data + length > header.length) {
      throw new UnreadableException("a header in it is damaged");
    }
    for (int i = 0; i < count; i++) {
      int at = 8 + i * ENTRY;
      int tag = in.getInt(at);
      int type = in.getInt(at + 4);
      int offset = in.getInt(at + 8);
      boolean wanted =
          switch (tag) {
            case NAME, VERSION, RELEASE, EPOCH, LICENSE, ARCH, SOURCE -> true;
            default -> false;
          };
      if (!wanted || offset < 0 || offset >= length) {
        continue;
      }
      int place = (int) data + offset;
      if (type == STRING) {
        int end = place;
        while (end < header.length && header[end] != 0) {
          end++;
        }
        tags.put(tag, new String(header, place, end - place, StandardCharsets.UTF_8));
      } else if (type == INT32 && place + 4 <= header.length) {
        tags.put(tag, Integer.toString(in.getInt(place)));
      }
    }
    return tags;
  }
}
