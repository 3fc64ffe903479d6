package dev.ingot.http.client;

import dev.ingot.http.HttpFailure;
import dev.ingot.http.HttpFailureException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where a response's body goes. */
sealed interface BodySink {
  /** Takes some of it. */
  void write(byte[] from, int offset, int length) throws IOException;

  /** There is no more. */
  void end() throws IOException;

  /** What is in memory. */
  byte[] bytes();

  /** Memory. */
  final class Memory implements BodySink {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final int most;

    Memory(int most) {
      this.most = most;
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
      if (out.size() + (long) length > most) {
        throw new HttpFailureException("", new HttpFailure.TooLarge(most));
      }
      out.write(from, offset, length);
    }

    @Override
    public void end() {}

    @Override
    public byte[] bytes() {
      return out.toByteArray();
    }
  }

  /** A file, replaced. */
  final class ToFile implements BodySink {
    private final OutputStream out;
    private final long most;
    private long written;

    ToFile(Path file, long most) throws LocalFileException {
      this.most = most;
      try {
        this.out = Files.newOutputStream(file);
      } catch (IOException e) {
        throw new LocalFileException(e);
      }
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
      written += length;
      if (written > most) {
        throw new HttpFailureException("", new HttpFailure.TooLarge(most));
      }
      try {
        out.write(from, offset, length);
      } catch (IOException e) {
        throw new LocalFileException(e);
      }
    }

    @Override
    public void end() throws IOException {
      try {
        out.close();
      } catch (IOException e) {
        throw new LocalFileException(e);
      }
    }

    @Override
    public byte[] bytes() {
      return new byte[0];
    }
  }

  /** A stream of this program, which its owner closes. */
  record ToStream(OutputStream out) implements BodySink {
    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
      try {
        out.write(from, offset, length);
      } catch (IOException e) {
        throw new LocalFileException(e);
      }
    }

    @Override
    public void end() {}

    @Override
    public byte[] bytes() {
      return new byte[0];
    }
  }

  /** Where bodies go, by the status of their response; called anew for each attempt. */
  @FunctionalInterface
  interface Choice {
    BodySink of(int status) throws LocalFileException;
  }

  /** A file on this host failed, not the network. */
  final class LocalFileException extends IOException {
    private static final long serialVersionUID = 1;

    private final transient IOException failed;

    LocalFileException(IOException failed) {
      super(failed);
      this.failed = failed;
    }

    IOException failed() {
      return failed;
    }
  }
}
