package dev.ingot.state;

/**
 * Encrypts what is kept of a state: snapshots, and the records of journals. Safe for use by several
 * threads.
 */
public interface StateCipher {
  /**
   * What was sealed.
   *
   * @param outdated whether it is sealed in another way than it would be now, and should be written
   *     again
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Opened(byte[] content, boolean outdated) {}

  /**
   * A snapshot as it is stored.
   *
   * @param serial of the state in it, which stays readable
   * @param lineage of the state in it, which stays readable
   */
  byte[] seal(byte[] snapshot, long serial, String lineage);

  /** A record of a journal, or a plan, as it is stored. */
  byte[] seal(byte[] part);

  /**
   * What was sealed.
   *
   * @throws StateFormatException if it can't be decrypted, or isn't encrypted and has to be
   */
  Opened open(byte[] stored);

  /** Leaves everything readable. */
  StateCipher NONE =
      new StateCipher() {
        @Override
        public byte[] seal(byte[] snapshot, long serial, String lineage) {
          return snapshot;
        }

        @Override
        public byte[] seal(byte[] part) {
          return part;
        }

        @Override
        public Opened open(byte[] stored) {
          return new Opened(stored, false);
        }
      };
}
