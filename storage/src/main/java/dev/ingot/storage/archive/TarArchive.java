package dev.ingot.storage.archive;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Unpacks tar archives. */
public final class TarArchive {
  private static final int OWNER_EXECUTES = 0100;

  private TarArchive() {}

  /**
   * Unpacks an archive, read to its end.
   *
   * @throws ArchiveException if it is malformed, leads out of the folder or is too large
   */
  public static void unpack(InputStream tar, UnpackedFolder into) throws IOException {
    TarReader reader = new TarReader(tar);
    boolean empty = true;
    for (Optional<TarReader.Entry> next = reader.next(); next.isPresent(); next = reader.next()) {
      empty = false;
      add(next.get(), reader, into);
    }
    if (empty) {
      throw new ArchiveException("has no files");
    }
    into.finish();
  }

  private static void add(TarReader.Entry entry, TarReader reader, UnpackedFolder into)
      throws IOException {
    switch (entry.kind()) {
      case FILE ->
          into.addFile(entry.name(), new Content(reader), (entry.mode() & OWNER_EXECUTES) != 0);
      case DIRECTORY -> into.addFolder(entry.name());
      case SYMLINK -> into.addLink(entry.name(), entry.link());
      case HARDLINK -> into.addCopy(entry.name(), entry.link());
      case DEVICE, FIFO ->
          throw new ArchiveException("has " + entry.name() + ", which is a device or a pipe");
    }
  }

  /** The content of the entry at which a reader is. */
  private static final class Content extends InputStream {
    private final TarReader reader;

    Content(TarReader reader) {
      this.reader = reader;
    }

    @Override
    public int read() throws IOException {
      byte[] single = new byte[1];
      return reader.read(single) < 0 ? -1 : single[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      byte[] piece = new byte[length];
      int count = reader.read(piece);
      if (count > 0) {
        System.arraycopy(piece, 0, into, offset, count);
      }
      return count;
    }
  }
}
