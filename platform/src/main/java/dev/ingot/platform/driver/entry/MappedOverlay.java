package dev.ingot.platform.driver.entry;

/**
 * Mounts layers that can be written and whose owners are mapped (see {@link MappedMounts}). The
 * kernel creates folders of its own beside what is written, as whoever mounts; so that has to be
 * somebody the map knows, which the host's root is not.
 *
 * @param user the host's number of the user and group in whose name the kernel works
 * @param options those of overlayfs; paths may be relative to where the program runs
 * @param target where it is mounted
 */
public record MappedOverlay(long user, String options, String target) {
  private static final int SET_SECURE_BITS = 28;

  /** Rights don't depend on the user. */
  private static final int KEEP_RIGHTS = 1 << 2;

  /** The program that does it, for this processor; ends with 0 or says what failed. */
  public byte[] render() {
    StaticProgram program =
        new StaticProgram(Architecture.of(System.getProperty("os.arch")).orElseThrow());
    program.must(
        "rights can't be kept",
        Entry.SETUP_FAILED,
        Call.PRCTL,
        SET_SECURE_BITS,
        KEEP_RIGHTS,
        0,
        0,
        0);
    // Both answer with the user before.
    program.may(Call.SETFSGID, user);
    program.may(Call.SETFSUID, user);
    program.must(
        "layers can't be mounted with the machine's users",
        Entry.SETUP_FAILED,
        Call.MOUNT,
        program.text("overlay"),
        program.text(target),
        program.text("overlay"),
        0,
        program.text(options));
    program.may(Call.EXIT_GROUP, 0);
    return program.render();
  }
}
