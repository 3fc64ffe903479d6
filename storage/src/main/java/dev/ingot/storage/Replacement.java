package dev.ingot.storage;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The next content of a file, written beside it and moved into place atomically: a reader, even
 * after a crash at any moment, sees either the previous content or this one, never a part. The only
 * way in which Ingot replaces files.
 *
 * <pre>
 *   write beside · sync · (mode and owner of the one before) · rename · sync the folder
 * </pre>
 *
 * <p>A symbolic link stays, and its target is replaced. Closed without {@link #commit()}, it leaves
 * the file as it was. Used by one thread at a time.
 */
public final class Replacement implements AutoCloseable {
  private final Storage storage;
  private final Path target;
  private final Path fresh;
  private final Storage.Appender out;
  private boolean closed;
  private boolean done;

  private Replacement(Storage storage, Path target, Path fresh, Storage.Appender out) {
    this.storage = storage;
    this.target = target;
    this.fresh = fresh;
    this.out = out;
  }

  /**
   * Begins to replace a file, or to create it; its folder must exist.
   *
   * @throws IOException if nothing can be written there
   */
  public static Replacement of(Storage storage, Path file, Access access) throws IOException {
    Path target = storage.resolve(file);
    Path fresh = storage.freshName(target);
    return new Replacement(storage, target, fresh, storage.create(fresh, access));
  }

  /** Replaces a file's content, durable on return. */
  public static void write(Storage storage, Path file, byte[] content, Access access)
      throws IOException {
    try (Replacement replacement = of(storage, file, access)) {
      replacement.write(content, 0, content.length);
      replacement.commit();
    }
  }

  /** The target of the file's name, with all links followed. */
  public Path target() {
    return target;
  }

  /** The temporary file that holds the content until {@link #commit()}. */
  public Path fresh() {
    return fresh;
  }

  /** Adds bytes. */
  public void write(byte[] bytes, int offset, int length) throws IOException {
    out.write(bytes, offset, length);
  }

  /** The same as a stream; closing it has no effect. */
  public OutputStream stream() {
    return new OutputStream() {
      @Override
      public void write(int singleByte) throws IOException {
        write(new byte[] {(byte) singleByte}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        Replacement.this.write(bytes, offset, length);
      }
    };
  }

  /** Makes the written content durable in the temporary file, with its final mode and owner. */
  public void sync() throws IOException {
    if (!closed) {
      storage.adopt(fresh, target);
      out.sync();
      closed = true;
      out.close();
    }
  }

  /** Puts the content in place, durable on return. */
  public void commit() throws IOException {
    sync();
    storage.rename(fresh, target);
    done = true;
    storage.syncFolder(folder(target));
  }

  /**
   * Gives a file its place whose name is known only after it was written and synced, such as one
   * that is named by its digest; durable on return.
   *
   * @param fresh in the same file system
   */
  public static void place(Storage storage, Path fresh, Path target) throws IOException {
    storage.rename(fresh, target);
    storage.syncFolder(folder(target));
  }

  @Override
  public void close() throws IOException {
    if (!closed) {
      closed = true;
      out.close();
    }
    if (!done) {
      done = true;
      storage.delete(fresh);
    }
  }

  /** The folder a file is in. */
  static Path folder(Path file) {
    return Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(file.toAbsolutePath());
  }
}
