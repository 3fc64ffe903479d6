package dev.ingot.provider.install;

import dev.ingot.provider.protocol.Protocol;
import dev.ingot.provider.protocol.SchemaCache;
import dev.ingot.storage.Access;
import dev.ingot.storage.AtomicFile;
import dev.ingot.storage.Digest;
import dev.ingot.storage.PrivateFiles;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * Keeps what a provider's program said of itself in a file named by the checksum of its package:
 * another program has another file. A file that was damaged, or is that of another program, is as
 * good as none. Of a program that doesn't always say the same, an empty file of its own says so.
 *
 * @param file need not exist, nor its folder
 */
public record SchemaFile(Path file) implements SchemaCache {
  private static final int MAGIC = 0x494e4732;
  private static final int HASH = 32;
  private static final int HEAD = HASH + 3 * Integer.BYTES;
  private static final long LARGEST = 512L << 20;

  /** The file for a package, in a folder. */
  public static SchemaFile of(Path folder, PackageHash hash) {
    return new SchemaFile(folder.resolve(Digest.of(hash.text()).hex() + ".schema"));
  }

  @Override
  public Optional<Description> read() {
    try {
      if (!Files.isRegularFile(file) || Files.size(file) > LARGEST || Files.exists(mark())) {
        return Optional.empty();
      }
      return parsed(Files.readAllBytes(file));
    } catch (IOException | BufferUnderflowException e) {
      return Optional.empty();
    }
  }

  /** Of what follows it, and of the name. */
  private byte[] digest(byte[] bytes) {
    Digest.Hasher hasher = Digest.hasher();
    hasher.update(String.valueOf(file.getFileName()).getBytes(StandardCharsets.UTF_8));
    hasher.update(bytes, HASH, bytes.length - HASH);
    return hasher.digest().bytes();
  }

  private Optional<Description> parsed(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    byte[] hash = new byte[HASH];
    in.get(hash);
    if (!Arrays.equals(hash, digest(bytes)) || in.getInt() != MAGIC) {
      return Optional.empty();
    }
    Optional<Protocol> protocol = Protocol.of(in.getInt());
    int length = in.getInt();
    if (protocol.isEmpty() || length < 0 || length > in.remaining()) {
      return Optional.empty();
    }
    byte[] schema = new byte[length];
    in.get(schema);
    byte[] identities = new byte[in.remaining()];
    in.get(identities);
    return Optional.of(new Description(protocol.get(), schema, identities));
  }

  private Path mark() {
    return file.resolveSibling(file.getFileName() + ".varies");
  }

  @Override
  public void varies() {
    write(mark(), new byte[0]);
  }

  @Override
  public void write(Description description) {
    if (Files.exists(mark())) {
      return;
    }
    int length = HEAD + description.schema().length + description.identities().length;
    byte[] bytes =
        ByteBuffer.allocate(length)
            .position(HASH)
            .putInt(MAGIC)
            .putInt(description.protocol().number())
            .putInt(description.schema().length)
            .put(description.schema())
            .put(description.identities())
            .array();
    System.arraycopy(digest(bytes), 0, bytes, 0, HASH);
    write(file, bytes);
  }

  private static void write(Path file, byte[] bytes) {
    try {
      Path folder = file.toAbsolutePath().getParent();
      if (folder != null) {
        PrivateFiles.createFolders(folder);
      }
      AtomicFile.write(file, bytes, Access.PRIVATE);
    } catch (IOException e) {
      // It is asked for again next time.
      return;
    }
  }
}
