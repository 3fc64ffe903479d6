package dev.ingot.registry.content;

import dev.ingot.storage.Access;
import dev.ingot.storage.Digest;
import dev.ingot.storage.FileReason;
import dev.ingot.storage.FolderLock;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Content by digest in an OCI image layout 1.0 folder ({@code oci-layout}, {@code index.json},
 * {@code blobs/sha256}), so that other tools can read it. A blob appears whole or not at all, and
 * is durable when its writing returns. Content is verified against its digest when it is read.
 *
 * <p>Safe among threads and processes. Nothing is created before the first write.
 */
public final class ContentStore {
  /** The longest manifest, index or configuration that is read, in bytes. */
  public static final int MAX_DOCUMENT = 4 * 1024 * 1024;

  private final LayoutFolder folder;
  private final LayoutIndex index;

  private ContentStore(LayoutFolder folder) {
    this.folder = folder;
    this.index = new LayoutIndex(folder);
  }

  /** The store in a folder that only this user may read; touches nothing yet. */
  public static ContentStore at(Path root) {
    return at(root, Access.PRIVATE);
  }

  /**
   * The store in a folder; touches nothing yet.
   *
   * @param access who may read what is new in it
   */
  public static ContentStore at(Path root, Access access) {
    return new ContentStore(new LayoutFolder(root.toAbsolutePath(), access));
  }

  /** The folder. */
  public Path root() {
    return folder.root();
  }

  /**
   * Starts a blob.
   *
   * @throws RegistryException if the folder can't be written
   */
  public BlobWriter writer(String mediaType) {
    try {
      folder.create();
      return new BlobWriter(this, mediaType, folder.newFile(), folder.access());
    } catch (IOException e) {
      throw failure("write to", root(), e);
    }
  }

  /**
   * Writes a blob.
   *
   * @throws RegistryException if it can't be written
   */
  public Descriptor write(String mediaType, byte[] content) {
    try (BlobWriter writer = writer(mediaType)) {
      writer.write(content);
      return writer.commit();
    } catch (IOException e) {
      throw failure("write to", root(), e);
    }
  }

  /**
   * Writes a blob from a stream, which it doesn't close.
   *
   * @throws RegistryException if it can't be read or written
   */
  public Descriptor write(String mediaType, InputStream content) {
    try (BlobWriter writer = writer(mediaType)) {
      content.transferTo(writer);
      return writer.commit();
    } catch (IOException e) {
      throw failure("write to", root(), e);
    }
  }

  /**
   * Writes a blob whose digest and size were announced, from a stream, which it doesn't close.
   * Reads no more than one byte beyond the size.
   *
   * @throws RegistryException if the content isn't what was announced, or can't be read or written
   */
  public Descriptor write(Descriptor expected, InputStream content) {
    try (BlobWriter writer = writer(expected.mediaType())) {
      byte[] buffer = new byte[64 * 1024];
      int count = content.read(buffer);
      while (count >= 0) {
        writer.write(buffer, 0, count);
        if (writer.size() > expected.size()) {
          throw sizeMismatch(expected, "more than " + expected.size());
        }
        count = content.read(buffer);
      }
      if (writer.size() != expected.size()) {
        throw sizeMismatch(expected, Long.toString(writer.size()));
      }
      Descriptor _ = writer.commit(expected.digest());
      return expected;
    } catch (IOException e) {
      throw failure("write to", root(), e);
    }
  }

  /** Whether the blob exists; its content isn't verified. */
  public boolean has(Digest digest) {
    return Files.isRegularFile(path(digest));
  }

  /**
   * Whether the blob exists, as {@link #has}; if so, it counts as written now, so that it is not
   * collected while a {@link #use} goes on that has begun before.
   *
   * @throws RegistryException if that can't be noted
   */
  public boolean reuse(Digest digest) {
    if (!has(digest)) {
      return false;
    }
    try (FolderLock _ = folder.lock()) {
      Files.setLastModifiedTime(path(digest), FileTime.from(Instant.now()));
      return true;
    } catch (NoSuchFileException e) {
      // It was collected meanwhile.
      return false;
    } catch (IOException e) {
      throw failure("use blob " + digest + " in", root(), e);
    }
  }

  /**
   * Begins work with the content of the store that makes blobs which nothing leads to yet.
   *
   * @throws RegistryException if the folder can't be written
   */
  public ContentUse use() {
    try {
      return ContentUse.begin(folder);
    } catch (IOException e) {
      throw failure("write to", root(), e);
    }
  }

  /**
   * The time since which blobs may belong to something that isn't complete yet.
   *
   * @param olderThan what is younger always may
   * @throws RegistryException if the folder can't be read
   */
  public Instant settledUntil(Duration olderThan, Instant now) {
    Instant until = now.minus(olderThan);
    try {
      return ContentUse.oldest(folder).filter(until::isAfter).orElse(until);
    } catch (IOException e) {
      throw failure("list", folder.uses(), e);
    }
  }

  /**
   * A blob's length in bytes.
   *
   * @throws RegistryException if it isn't there
   */
  public long size(Digest digest) {
    try {
      return Files.size(path(digest));
    } catch (IOException e) {
      throw failure("read blob " + digest + " in", root(), e);
    }
  }

  /** The path of a blob, for programs that need a file. It need not exist, and is not verified. */
  public Path path(Digest digest) {
    return folder.blobs().resolve(digest.hex());
  }

  /**
   * A blob's content. The read that reaches its end throws {@link RegistryException} if the digest
   * differs: use nothing before that.
   *
   * @throws RegistryException if it isn't there or can't be read
   */
  public InputStream open(Digest digest) {
    Path file = path(digest);
    try {
      return new VerifiedInput(Files.newInputStream(file), digest, file);
    } catch (IOException e) {
      throw failure("read blob " + digest + " in", root(), e);
    }
  }

  /**
   * The whole content of a small blob, checked.
   *
   * @throws RegistryException if it isn't there, is damaged, or is longer than {@link
   *     #MAX_DOCUMENT}
   */
  public byte[] read(Digest digest) {
    try (InputStream in = open(digest)) {
      byte[] content = in.readNBytes(MAX_DOCUMENT);
      if (in.read() >= 0) {
        throw new RegistryException(
            "blob "
                + digest
                + " is longer than "
                + MAX_DOCUMENT
                + " bytes, so it can't be a manifest");
      }
      return content;
    } catch (IOException e) {
      throw failure("read blob " + digest + " in", root(), e);
    }
  }

  /**
   * Checks a blob's content.
   *
   * @return what is wrong with it, empty if nothing is
   */
  public Optional<String> fault(Digest digest) {
    try (InputStream in = open(digest)) {
      in.skip(Long.MAX_VALUE);
      return Optional.empty();
    } catch (IOException | RegistryException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /**
   * The digests of all blobs, sorted.
   *
   * @throws RegistryException if the folder can't be read
   */
  public List<Digest> blobs(Duration olderThan, Instant now) {
    List<Digest> found = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder.blobs())) {
      for (Path file : files) {
        Optional<Digest> digest = Digest.find("sha256:" + file.getFileName());
        if (digest.isPresent()
            && !Files.getLastModifiedTime(file).toInstant().isAfter(now.minus(olderThan))) {
          found.add(digest.get());
        }
      }
    } catch (NoSuchFileException _) {
      return List.of();
    } catch (IOException e) {
      throw failure("list", root(), e);
    }
    found.sort(null);
    return found;
  }

  /**
   * Deletes a blob, unless it was written or reused since a time.
   *
   * @return whether it was deleted
   * @throws RegistryException if it can't be deleted
   */
  public boolean deleteUnused(Digest digest, Instant since) {
    try (FolderLock _ = folder.lock()) {
      return Files.getLastModifiedTime(path(digest)).toInstant().isBefore(since)
          && Files.deleteIfExists(path(digest));
    } catch (NoSuchFileException e) {
      return false;
    } catch (IOException e) {
      throw failure("delete blob " + digest + " in", root(), e);
    }
  }

  /**
   * Deletes a blob.
   *
   * @return whether it was there
   * @throws RegistryException if it can't be deleted
   */
  public boolean delete(Digest digest) {
    try {
      return Files.deleteIfExists(path(digest));
    } catch (IOException e) {
      throw failure("delete blob " + digest + " in", root(), e);
    }
  }

  /**
   * What {@code index.json} lists, in its order; empty if there is none.
   *
   * @throws RegistryException if the file is damaged
   */
  public List<Descriptor> index() {
    return index.entries();
  }

  /** The named references of {@code index.json}, sorted; of two with one name, the last. */
  public Map<String, Descriptor> references() {
    return index.references();
  }

  /**
   * Names an image. Another image that had the name loses it.
   *
   * @throws RegistryException if {@code index.json} can't be read or written
   */
  public void tag(String name, Descriptor descriptor) {
    index.tag(name, descriptor);
  }

  /**
   * Removes a name.
   *
   * @throws RegistryException if {@code index.json} can't be read or written
   */
  public void untag(String name) {
    index.untag(name);
  }

  /**
   * Deletes leftovers of killed writers.
   *
   * @param since spares what was written since this time
   */
  public void removeLeftovers(Instant since) {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder.ingest())) {
      for (Path file : files) {
        if (Files.getLastModifiedTime(file).toInstant().isBefore(since)) {
          Files.deleteIfExists(file);
        }
      }
    } catch (NoSuchFileException _) {
      // Nothing was ever written, or another process deleted it first.
    } catch (IOException e) {
      throw failure("clean", folder.ingest(), e);
    }
  }

  void place(Path fresh, Digest digest) throws IOException {
    folder.place(fresh, path(digest));
  }

  static RegistryException failure(String what, Path where, IOException e) {
    String reason = e instanceof NoSuchFileException ? "not found" : FileReason.of(e);
    String advice =
        e instanceof NoSuchFileException
            ? "; bake or import the image again"
            : "; check free space, owner and permissions";
    return new RegistryException("can't " + what + " " + where + ": " + reason + advice, e);
  }

  private static RegistryException sizeMismatch(Descriptor expected, String actual) {
    return new RegistryException(
        "refused blob "
            + expected.digest()
            + ": expected "
            + expected.size()
            + " bytes, but got "
            + actual
            + "; fetch it again from a source you trust");
  }
}
