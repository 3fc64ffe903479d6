package dev.ingot.state.session;

/**
 * A state as it is stored.
 *
 * @param content the bytes; empty where a program was stopped while it wrote them
 * @param version tells this content from any other
 * @param outdated whether it should be written again, since it is encrypted in an earlier way
 */
@SuppressWarnings(
    "ArrayRecordComponent") // never compared; a state may be large, so it is not copied
public record Snapshot(byte[] content, String version, boolean outdated) {
  /** As stores have it. */
  public Snapshot(byte[] content, String version) {
    this(content, version, false);
  }
}
