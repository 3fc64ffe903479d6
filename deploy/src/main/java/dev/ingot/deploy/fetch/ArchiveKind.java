package dev.ingot.deploy.fetch;

import dev.ingot.storage.FileReason;
import dev.ingot.storage.archive.ArchiveException;
import dev.ingot.storage.archive.TarArchive;
import dev.ingot.storage.archive.UnpackedFolder;
import dev.ingot.storage.archive.ZipArchive;
import io.airlift.compress.v3.bzip2.BZip2HadoopStreams;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.tukaani.xz.XZInputStream;

/** The kinds of archives packages come in. */
enum ArchiveKind {
  ZIP,
  TAR,
  TAR_GZIP,
  TAR_BZIP2,
  TAR_XZ,
  /** Compressed files without folders. */
  SINGLE;

  private static final UnpackedFolder.Limits LIMITS = new UnpackedFolder.Limits(100_000, 1L << 30);
  private static final int XZ_KIBIBYTES = 256 * 1024;

  private List<String> extensions() {
    return switch (this) {
      case ZIP -> List.of("zip");
      case TAR -> List.of("tar");
      case TAR_GZIP -> List.of("tar.gz", "tgz");
      case TAR_BZIP2 -> List.of("tar.bz2", "tbz2");
      case TAR_XZ -> List.of("tar.xz", "txz");
      case SINGLE -> List.of("gz", "bz2", "xz");
    };
  }

  /** The kind of an extension. */
  static Optional<ArchiveKind> ofExtension(String extension) {
    String wanted = extension.toLowerCase(Locale.ROOT);
    for (ArchiveKind kind : values()) {
      if (kind.extensions().contains(wanted)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }

  /** The kind of a file's name. */
  static Optional<ArchiveKind> ofName(String name) {
    for (ArchiveKind kind : values()) {
      for (String extension : kind.extensions()) {
        if (name.endsWith("." + extension)) {
          return Optional.of(kind);
        }
      }
    }
    return Optional.empty();
  }

  /**
   * Unpacks an archive.
   *
   * @param place an empty folder
   */
  void unpack(Path archive, Path place) throws IOException {
    UnpackedFolder into = new UnpackedFolder(place, LIMITS);
    try {
      switch (this) {
        case ZIP -> ZipArchive.unpack(archive, into);
        case TAR, TAR_GZIP, TAR_BZIP2, TAR_XZ -> {
          try (InputStream tar = opened(archive)) {
            TarArchive.unpack(tar, into);
          }
        }
        case SINGLE ->
            throw new ArchiveException("is one compressed file, and a package is a folder");
      }
    } catch (FetchException e) {
      throw e;
    } catch (ArchiveException e) {
      throw new FetchException("the archive " + e.getMessage());
    } catch (IOException e) {
      throw new FetchException("the archive can't be unpacked: " + FileReason.of(e));
    }
  }

  private InputStream opened(Path archive) throws IOException {
    InputStream file = new BufferedInputStream(Files.newInputStream(archive), 64 * 1024);
    boolean open = false;
    try {
      InputStream tar =
          switch (this) {
            case TAR_GZIP -> decompressed(file, in -> new GZIPInputStream(in, 64 * 1024));
            case TAR_BZIP2 -> decompressed(file, new BZip2HadoopStreams()::createInputStream);
            case TAR_XZ -> decompressed(file, in -> new XZInputStream(in, XZ_KIBIBYTES));
            case TAR, ZIP, SINGLE -> file;
          };
      open = true;
      return new BufferedInputStream(tar, 64 * 1024);
    } finally {
      if (!open) {
        file.close();
      }
    }
  }

  private InputStream decompressed(InputStream file, DecompressedStream.Library library)
      throws FetchException {
    return DecompressedStream.of(file, extensions().getFirst(), library);
  }
}
