package dev.ingot.rollout;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

/** The beginning of what a command prints, read while it runs. */
final class CommandOutput {
  private static final int BLOCK = 8192;

  private final InputStream stream;
  private final int most;
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
  private final CompletableFuture<Boolean> end = new CompletableFuture<>();

  /**
   * Begins to read.
   *
   * @param most how many bytes are kept; more are read all the same
   */
  CommandOutput(InputStream stream, int most) {
    this.stream = stream;
    this.most = most;
    Thread _ = Thread.ofVirtual().name("output of a command").start(this::read);
  }

  private void read() {
    byte[] block = new byte[BLOCK];
    try {
      for (int count = stream.read(block); count >= 0; count = stream.read(block)) {
        keep(block, count);
      }
    } catch (IOException e) {
      // The command is gone: there is no more.
    } finally {
      end.complete(true);
    }
  }

  private synchronized void keep(byte[] block, int count) {
    kept.write(block, 0, Math.min(count, most - kept.size()));
  }

  /** Completed when all of it was read. */
  CompletableFuture<Boolean> end() {
    return end;
  }

  /** What was read until now. */
  synchronized String soFar() {
    return kept.toString(StandardCharsets.UTF_8);
  }
}
