package dev.ingot.deploy.fetch;

import dev.ingot.storage.archive.Tar;
import io.airlift.compress.v3.bzip2.BZip2HadoopStreams;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** Archives with one module. */
public final class Archives {
  private Archives() {}

  /** An archive of a kind. */
  public static byte[] of(String extension, String... namesAndContents) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    if (extension.equals("zip")) {
      try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
        for (int i = 0; i < namesAndContents.length; i += 2) {
          zip.putNextEntry(new ZipEntry(namesAndContents[i]));
          zip.write(namesAndContents[i + 1].getBytes(StandardCharsets.UTF_8));
        }
      }
      return bytes.toByteArray();
    }
    Tar tar = new Tar();
    for (int i = 0; i < namesAndContents.length; i += 2) {
      tar.file(namesAndContents[i], namesAndContents[i + 1]);
    }
    try (OutputStream out =
        switch (extension) {
          case "tar.gz", "tgz" -> new GZIPOutputStream(bytes);
          case "tar.bz2", "tbz2" -> new BZip2HadoopStreams().createOutputStream(bytes);
          case "tar.xz", "txz" -> new XZOutputStream(bytes, new LZMA2Options(0));
          default -> bytes;
        }) {
      out.write(tar.bytes());
    }
    return bytes.toByteArray();
  }
}
