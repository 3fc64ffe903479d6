package dev.ingot.deploy.fault;

import dev.ingot.storage.Access;
import dev.ingot.storage.Storage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A disk on which some operations fail, from one of them on: reading or writing, synced or not. The
 * process goes on and has to cope.
 */
final class FailingDisk implements Storage {
  private final Storage disk;
  private final long from;
  private final long to;
  private long operations;

  /**
   * @param from the first operation that fails, counted from 1
   * @param count how many fail, one after the other
   */
  FailingDisk(Storage disk, long from, long count) {
    this.disk = disk;
    this.from = from;
    this.to = from + count;
  }

  private synchronized void operation(Object about) throws IOException {
    operations++;
    if (operations >= from && operations < to) {
      throw new IOException(about + ": Input/output error");
    }
  }

  @Override
  public Optional<byte[]> read(Path file) throws IOException {
    operation(file);
    return disk.read(file);
  }

  @Override
  public Optional<Stamp> stamp(Path file) throws IOException {
    operation(file);
    return disk.stamp(file);
  }

  @Override
  public Appender append(Path file) throws IOException {
    operation(file);
    return new FailingAppender(disk.append(file));
  }

  @Override
  public Appender create(Path file, Access access) throws IOException {
    operation(file);
    return new FailingAppender(disk.create(file, access));
  }

  @Override
  public void overwrite(Path file, long offset, byte value) throws IOException {
    operation(file);
    disk.overwrite(file, offset, value);
  }

  @Override
  public Path resolve(Path file) throws IOException {
    return disk.resolve(file);
  }

  @Override
  public Path freshName(Path file) {
    return disk.freshName(file);
  }

  @Override
  public List<Path> leftovers(Path file) throws IOException {
    operation(file);
    return disk.leftovers(file);
  }

  @Override
  public void adopt(Path fresh, Path replaced) throws IOException {
    operation(fresh);
    disk.adopt(fresh, replaced);
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    operation(from);
    disk.rename(from, to);
  }

  @Override
  public void link(Path from, Path to) throws IOException {
    operation(from);
    disk.link(from, to);
  }

  @Override
  public void delete(Path file) throws IOException {
    operation(file);
    disk.delete(file);
  }

  @Override
  public void syncFolder(Path folder) throws IOException {
    operation(folder);
    disk.syncFolder(folder);
  }

  @Override
  public void createFolders(Path folder) throws IOException {
    operation(folder);
    disk.createFolders(folder);
  }

  private final class FailingAppender implements Appender {
    private final Appender appender;

    FailingAppender(Appender appender) {
      this.appender = appender;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      operation("write");
      appender.write(bytes, offset, length);
    }

    @Override
    public void sync() throws IOException {
      operation("sync");
      appender.sync();
    }

    @Override
    public byte[] content() throws IOException {
      operation("read");
      return appender.content();
    }

    @Override
    public void truncate(long length) throws IOException {
      operation("truncate");
      appender.truncate(length);
    }

    @Override
    public void close() throws IOException {
      appender.close();
    }
  }
}
