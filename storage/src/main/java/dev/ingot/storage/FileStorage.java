package dev.ingot.storage;

import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** The file system of this machine. */
public final class FileStorage implements Storage {
  private static final String SUFFIX = ".tmp";

  /** Linux's limit for following links. */
  private static final int MAX_LINKS = 40;

  /** A storage over the file system. */
  public FileStorage() {}

  @Override
  public Optional<byte[]> read(Path file) throws IOException {
    return readStart(file, Integer.MAX_VALUE);
  }

  @Override
  public Optional<byte[]> readStart(Path file, int most) throws IOException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    RegularFile.require(file);
    try (FileInputStream in = new FileInputStream(file.toFile())) {
      return Optional.of(most == Integer.MAX_VALUE ? in.readAllBytes() : in.readNBytes(most));
    } catch (FileNotFoundException e) {
      if (!Files.exists(file)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  @Override
  public Optional<Stamp> stamp(Path file) throws IOException {
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return Optional.of(
          new Stamp(
              String.valueOf(attributes.fileKey()),
              attributes.size(),
              attributes.lastModifiedTime().toMillis()));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    }
  }

  @Override
  public Appender append(Path file) throws IOException {
    RandomAccessFile opened = new RandomAccessFile(file.toFile(), "rw");
    opened.seek(opened.length());
    return new FileAppender(opened);
  }

  @Override
  public Appender create(Path file, Access access) throws IOException {
    Files.deleteIfExists(file);
    // Fails if another process creates it meanwhile, even as a link.
    if (access == Access.PRIVATE) {
      Files.createFile(file, PrivateFiles.attributes(file));
    } else {
      Files.createFile(file);
    }
    return new FileAppender(new RandomAccessFile(file.toFile(), "rw"));
  }

  @Override
  public void overwrite(Path file, long offset, byte value) throws IOException {
    if (!Files.exists(file)) {
      throw new NoSuchFileException(file.toString());
    }
    try (RandomAccessFile opened = new RandomAccessFile(file.toFile(), "rw")) {
      opened.seek(offset);
      opened.write(value);
      opened.getFD().sync();
    }
  }

  @Override
  public Path resolve(Path file) throws IOException {
    Path at = file;
    for (int followed = 0; Files.isSymbolicLink(at); followed++) {
      if (followed == MAX_LINKS) {
        throw new FileSystemException(file.toString(), null, "too many symbolic links");
      }
      at = at.resolveSibling(Files.readSymbolicLink(at));
    }
    return at;
  }

  @Override
  public Path freshName(Path file) {
    return file.resolveSibling(
        prefix(file) + Long.toHexString(ThreadLocalRandom.current().nextLong()) + SUFFIX);
  }

  @Override
  public List<Path> leftovers(Path file) throws IOException {
    String prefix = prefix(file);
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(Replacement.folder(file))) {
      for (Path entry : entries) {
        String name = String.valueOf(entry.getFileName());
        if (name.startsWith(prefix) && name.endsWith(SUFFIX)) {
          found.add(entry);
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return found;
  }

  private static String prefix(Path file) {
    return "." + file.getFileName() + ".";
  }

  @Override
  public void adopt(Path fresh, Path replaced) throws IOException {
    if (Files.exists(replaced)) {
      PrivateFiles.adopt(fresh, replaced);
    }
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public void link(Path from, Path to) throws IOException {
    Files.deleteIfExists(to);
    try {
      Files.createLink(to, from);
    } catch (UnsupportedOperationException | IOException _) {
      // Not every file system has links.
      byte[] content = read(from).orElseThrow(() -> new NoSuchFileException(from.toString()));
      try (Appender copy = create(to)) {
        adopt(to, from);
        copy.write(content, 0, content.length);
        copy.sync();
      }
    }
  }

  @Override
  public void delete(Path file) throws IOException {
    Files.deleteIfExists(file);
  }

  @Override
  public void syncFolder(Path folder) throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      while (true) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
          channel.force(true);
          return;
        } catch (ClosedByInterruptException _) {
          interrupted |= Thread.interrupted();
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void createFolders(Path folder) throws IOException {
    Files.createDirectories(folder);
  }

  /** An interrupt of the thread would close a channel, but not this. */
  private record FileAppender(RandomAccessFile file) implements Appender {
    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      file.write(bytes, offset, length);
    }

    @Override
    public void sync() throws IOException {
      file.getFD().sync();
    }

    @Override
    public byte[] content() throws IOException {
      byte[] content = new byte[(int) Math.min(file.length(), Integer.MAX_VALUE - 8)];
      file.seek(0);
      file.readFully(content);
      return content;
    }

    @Override
    public void truncate(long length) throws IOException {
      file.setLength(length);
      file.seek(length);
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
