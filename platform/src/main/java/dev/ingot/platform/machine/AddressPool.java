package dev.ingot.platform.machine;

import dev.ingot.platform.api.PlatformException;
import dev.ingot.platform.api.PlatformException.Code;
import dev.ingot.storage.AtomicFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Set;

/**
 * Loopback addresses for machines. The first two numbers are derived from the home, so that two
 * homes on one host seldom collide; the rest counts up, so that an address is not reused soon after
 * its machine is gone. Never 127.0.0.x, which other programs use.
 */
final class AddressPool {
  private static final int BLOCK = 254;
  private static final int BLOCKS = 16;

  private final Path counter;
  private final int first;
  private final int second;

  AddressPool(Path counter, String homeFingerprint) {
    this.counter = counter;
    byte[] hash = HexFormat.of().parseHex(homeFingerprint);
    this.first = 16 + (hash[0] & 0xff) % 224;
    this.second = (hash[1] & 0xff) / BLOCKS * BLOCKS;
  }

  /** The next free address; recorded before it is returned. */
  String next(Set<String> taken) throws IOException, PlatformException {
    int count = AtomicFile.read(counter).map(AddressPool::number).orElse(0);
    for (int i = 0; i < BLOCK * BLOCKS; i++) {
      int host = (count + i) % (BLOCK * BLOCKS);
      String address = "127." + first + "." + (second + host / BLOCK) + "." + (host % BLOCK + 1);
      if (!taken.contains(address)) {
        AtomicFile.write(counter, Integer.toString(host + 1));
        return address;
      }
    }
    throw new PlatformException(
        Code.CONFLICT,
        "all " + BLOCK * BLOCKS + " addresses of this platform are in use",
        "Destroy machines that are no longer needed.");
  }

  private static int number(String text) {
    String stripped = text.strip();
    return stripped.matches("[0-9]{1,9}") ? Integer.parseInt(stripped) : 0;
  }
}
