package dev.ingot.http.client;

import java.nio.file.Path;

/** What is sent with a request. It can be sent several times. */
public sealed interface RequestBody {
  /** Nothing. */
  RequestBody NONE = new None();

  /** These bytes, which must not change. */
  static RequestBody of(byte[] bytes) {
    return new Bytes(bytes);
  }

  /** The content of a file, which must not change. */
  static RequestBody of(Path file) {
    return new Content(file);
  }

  /** Nothing. */
  record None() implements RequestBody {}

  /** Bytes. */
  final class Bytes implements RequestBody {
    private final byte[] bytes;

    private Bytes(byte[] bytes) {
      this.bytes = bytes;
    }

    byte[] bytes() {
      return bytes;
    }
  }

  /** A file's content. */
  record Content(Path file) implements RequestBody {}
}
