package dev.ingot.platform.driver.jail;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.CRC32;

/**
 * Which numbers of this host the users and groups of a jail have, so that its root is nobody there.
 * The first 65,536 are a range of the jail's own; higher ones, which images seldom use, are shared
 * by all jails. Nothing on disk has these numbers but logs: mounts are mapped back.
 *
 * @param first the host's number of the jail's root
 */
public record UserRange(long first) {
  private static final int SIZE = 65_536;

  /** Ranges no distribution gives to users or containers (systemd, {@code UIDS-GIDS}). */
  private static final long MACHINES = 0x70000000L;

  private static final int RANGES = 4094;
  private static final long BAKES = 0x60000000L;

  /** Where what is beyond the range goes, by its own number. */
  private static final long HIGHER = 0x80000000L;

  private static final long HIGHEST = 0x7ffffffeL;

  /** For the machine that has this loopback address of its home. */
  public static UserRange ofAddress(String address) {
    String[] parts = address.split("\\.");
    int host = Integer.parseInt(parts[2]) % 16 * 254 + Integer.parseInt(parts[3]) - 1;
    return new UserRange(MACHINES + (long) host % RANGES * SIZE);
  }

  /** For a jail in this directory, which has no address. */
  public static UserRange ofDirectory(Path directory) {
    CRC32 sum = new CRC32();
    sum.update(directory.toAbsolutePath().toString().getBytes(StandardCharsets.UTF_8));
    return new UserRange(BAKES + sum.getValue() % RANGES * SIZE);
  }

  /** The host's number of a user or group of the jail. */
  long ofHost(long id) {
    return id < SIZE ? first + id : HIGHER + id;
  }

  /** The map as the kernel reads it (user_namespaces(7)): inside, outside, how many. */
  String map() {
    return "0 %d %d\n%d %d %d\n".formatted(first, SIZE, SIZE, HIGHER + SIZE, HIGHEST - SIZE + 1);
  }
}
