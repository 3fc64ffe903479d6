package dev.ingot.state.session;

import dev.ingot.state.State;
import dev.ingot.state.format.StateFile;
import dev.ingot.storage.Digest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * The bytes of a snapshot that is about to be written. Those of a large state are not held: they
 * are made once for their digest and once more as they are written, always the same.
 */
public final class SnapshotContent {
  private static final int HELD_BYTES = 1 << 20;

  private final Optional<State> state;
  private Optional<byte[]> bytes;
  private Optional<Digest> digest = Optional.empty();

  private SnapshotContent(Optional<State> state, Optional<byte[]> bytes) {
    this.state = state;
    this.bytes = bytes;
  }

  /** Of a state. */
  static SnapshotContent of(State state) {
    return new SnapshotContent(Optional.of(state), Optional.empty());
  }

  /** Bytes that are there already; not copied. */
  public static SnapshotContent of(byte[] bytes) {
    return new SnapshotContent(Optional.empty(), Optional.of(bytes));
  }

  /** Their digest. */
  public synchronized Digest digest() {
    if (digest.isEmpty()) {
      digest = Optional.of(bytes.isPresent() ? Digest.of(bytes.get()) : measured());
    }
    return digest.get();
  }

  private Digest measured() {
    Measure measure = new Measure();
    try {
      writeTo(measure);
    } catch (IOException e) {
      throw new UncheckedIOException("memory is always writable", e);
    }
    bytes = measure.held.map(ByteArrayOutputStream::toByteArray);
    return measure.hasher.digest();
  }

  /** All of them, for a store that can only take them whole; not to be changed. */
  public synchronized byte[] bytes() {
    if (bytes.isEmpty()) {
      bytes = state.map(StateFile::write);
    }
    return bytes.orElseThrow();
  }

  /** Writes them piece by piece. */
  public synchronized void writeTo(OutputStream out) throws IOException {
    if (bytes.isPresent()) {
      out.write(bytes.get());
    } else {
      StateFile.write(state.orElseThrow(), out);
    }
  }

  /** Takes the digest, and keeps the bytes for as long as they are few. */
  private static final class Measure extends OutputStream {
    private final Digest.Hasher hasher = Digest.hasher();
    private Optional<ByteArrayOutputStream> held = Optional.of(new ByteArrayOutputStream());

    @Override
    public void write(int singleByte) {
      write(new byte[] {(byte) singleByte}, 0, 1);
    }

    @Override
    public void write(byte[] more, int offset, int length) {
      hasher.update(more, offset, length);
      held = held.filter(kept -> kept.size() + length <= HELD_BYTES);
      held.ifPresent(kept -> kept.write(more, offset, length));
    }
  }
}
