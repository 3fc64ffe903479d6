package dev.ingot.platform.driver.entry;

import java.io.ByteArrayOutputStream;
import java.util.List;

/**
 * Shows directories and files of this host somewhere else, with their owners as a user namespace
 * sees them: what belongs to the host's root belongs to the namespace's root there, and nothing
 * changes on disk (Linux {@code Documentation/filesystems/idmappings.rst}). mount(8) can do so only
 * since util-linux 2.39.
 *
 * @param users the descriptor of the user namespace, 4 or higher
 * @param mounts what is shown where; the places exist
 */
public record MappedMounts(int users, List<Mount> mounts) {
  /** Both relative to where the program runs, or absolute; links are followed. */
  public record Mount(String source, String target) {}

  private static final int MADE = 3;
  private static final long HERE = -100;
  private static final long CLONE = 1;
  private static final long CLOSE_ON_EXEC = 0x80000;
  private static final long EMPTY_PATH = 0x1000;
  private static final long MOVE_FROM_EMPTY_PATH = 4;
  private static final long MAP_IDS = 0x100000;
  private static final int ATTRIBUTES = 32;

  public MappedMounts {
    mounts = List.copyOf(mounts);
  }

  /** The program that does it, for this processor; ends with 0 or says what failed. */
  public byte[] render() {
    StaticProgram program =
        new StaticProgram(Architecture.of(System.getProperty("os.arch")).orElseThrow());
    ByteArrayOutputStream attributes = new ByteArrayOutputStream();
    for (long each : new long[] {MAP_IDS, 0, 0, users}) {
      Architecture.number(attributes, each, 8);
    }
    long map = program.bytes(attributes.toByteArray());
    long empty = program.text("");
    // The next descriptor is the lowest that is free.
    program.may(Call.CLOSE, MADE);
    for (Mount mount : mounts) {
      program.must(
          mount.source() + " can't be opened to be mounted",
          Entry.SETUP_FAILED,
          Call.OPEN_TREE,
          HERE,
          program.text(mount.source()),
          CLONE | CLOSE_ON_EXEC);
      program.must(
          "the owners in "
              + mount.source()
              + " can't be mapped: its file system does not allow that",
          Entry.SETUP_FAILED,
          Call.MOUNT_SETATTR,
          MADE,
          empty,
          EMPTY_PATH,
          map,
          ATTRIBUTES);
      program.must(
          mount.source() + " can't be mounted",
          Entry.SETUP_FAILED,
          Call.MOVE_MOUNT,
          MADE,
          empty,
          HERE,
          program.text(mount.target()),
          MOVE_FROM_EMPTY_PATH);
      program.may(Call.CLOSE, MADE);
    }
    program.may(Call.EXIT_GROUP, 0);
    return program.render();
  }

  /** A program that makes a folder at the root and ends with 0, to see whether that is allowed. */
  public static byte[] trial() {
    StaticProgram program =
        new StaticProgram(Architecture.of(System.getProperty("os.arch")).orElseThrow());
    program.must(
        "the root can't be written",
        Entry.SETUP_FAILED,
        Call.MKDIRAT,
        HERE,
        program.text("/made"),
        0700);
    program.may(Call.EXIT_GROUP, 0);
    return program.render();
  }
}
