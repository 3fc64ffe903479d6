package dev.ingot.deploy.fetch;

import dev.ingot.storage.FileReason;
import java.io.IOException;
import java.io.InputStream;

/**
 * What a library makes of a compressed stream. What the library finds wrong with it is a {@link
 * FetchException}, so that it can't be taken for an error in what is done with the content.
 */
final class DecompressedStream extends InputStream {
  /** Opens a compressed stream. */
  @FunctionalInterface
  interface Library {
    InputStream open(InputStream compressed) throws IOException;
  }

  private final InputStream content;
  private final String extension;

  private DecompressedStream(InputStream content, String extension) {
    this.content = content;
    this.extension = extension;
  }

  /**
   * Opens one.
   *
   * @param compressed closed with the result; its caller's if there is none
   * @param extension what its address says that it is
   */
  static DecompressedStream of(InputStream compressed, String extension, Library library)
      throws FetchException {
    return new DecompressedStream(checked(extension, () -> library.open(compressed)), extension);
  }

  private interface Call<T> {
    T run() throws IOException;
  }

  private static <T> T checked(String extension, Call<T> call) throws FetchException {
    try {
      return call.run();
    } catch (IOException e) {
      throw damaged(extension, FileReason.of(e));
    } catch (RuntimeException e) {
      // These libraries meet damage as an index out of bounds.
      throw damaged(extension, e.getClass().getSimpleName());
    }
  }

  private static FetchException damaged(String extension, String why) {
    return new FetchException(
        "the archive can't be decompressed: " + why,
        "Check that it is a " + extension + " archive, as its address says.");
  }

  @Override
  public int read() throws IOException {
    return checked(extension, content::read);
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    return checked(extension, () -> content.read(into, offset, length));
  }

  @Override
  public void close() throws IOException {
    content.close();
  }
}
