package dev.ingot.deploy.fetch;

import dev.ingot.deploy.source.PackageAddress;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Takes packages of this host. A folder isn't copied but linked, so that changes in it count. */
final class FileGetter implements Getter {
  private static final String SCHEME = "file://";

  FileGetter() {}

  @Override
  public void folder(PackageAddress address, Path place) throws IOException {
    Path source = existing(address);
    if (!Files.isDirectory(source)) {
      throw new FetchException(
          "source path must be a directory: " + source,
          "A file must be an archive whose kind its name or the parameter archive says.");
    }
    Files.createSymbolicLink(place, source);
  }

  @Override
  public void file(PackageAddress address, Path file) throws IOException {
    Path source = existing(address);
    if (!Files.isRegularFile(source)) {
      throw new FetchException("source path must be a file: " + source);
    }
    Files.createSymbolicLink(file, source);
  }

  private static Path existing(PackageAddress address) throws FetchException {
    String url = address.url();
    int end = url.indexOf('?');
    String place = end < 0 ? url : url.substring(0, end);
    String text = place.startsWith(SCHEME) ? place.substring(SCHEME.length()) : place;
    Path path = Path.of(URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8));
    if (!path.isAbsolute()) {
      throw new FetchException(
          "source path error: " + path + " is not a whole path",
          "Begin a path relative to the module with ./ or ../, and a whole one with a slash.");
    }
    if (!Files.exists(path)) {
      throw new FetchException("source path error: " + path + ": no such file or directory");
    }
    return path;
  }
}
