package dev.ingot.state.program;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs programs on this host. */
public final class HostPrograms implements Programs {
  private static final int MOST = 1 << 30;
  private static final int MOST_ERRORS = 4096;

  /** Runs them. */
  public HostPrograms() {}

  @Override
  public Ended run(Program program) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(program.command());
    builder.environment().putAll(program.variables());
    Process process = builder.start();
    Duration limit = program.limit();
    try {
      CompletableFuture<byte[]> output = new CompletableFuture<>();
      CompletableFuture<String> errors = new CompletableFuture<>();
      Thread.ofVirtual().start(() -> feed(process.getOutputStream(), program.input()));
      Thread.ofVirtual().start(() -> read(process.getInputStream(), output));
      Thread.ofVirtual().start(() -> tail(process.getErrorStream(), errors));
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IOException("it did not end within " + limit.toSeconds() + " seconds");
      }
      return new Ended(process.exitValue(), ended(output, limit), ended(errors, limit));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      List<ProcessHandle> started = process.descendants().toList();
      process.destroyForcibly();
      started.forEach(ProcessHandle::destroyForcibly);
    }
  }

  private static <T> T ended(CompletableFuture<T> reading, Duration limit)
      throws IOException, InterruptedException {
    try {
      return reading.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new IOException(
          "it did not close its output within " + limit.toSeconds() + " seconds", e);
    } catch (ExecutionException e) {
      throw new IOException("its output can't be read", e);
    }
  }

  /** A program that doesn't read its input may be right not to. */
  private static void feed(OutputStream stream, byte[] input) {
    try (stream) {
      stream.write(input);
    } catch (IOException _) {
      // Its exit code tells whether it needed it.
    }
  }

  private static void read(InputStream stream, CompletableFuture<byte[]> whole) {
    try (stream) {
      byte[] bytes = stream.readNBytes(MOST);
      if (stream.read() >= 0) {
        throw new IOException("it is larger than 1 GiB");
      }
      whole.complete(bytes);
    } catch (IOException e) {
      whole.completeExceptionally(e);
    }
  }

  private static void tail(InputStream stream, CompletableFuture<String> end) {
    StringBuilder last = new StringBuilder();
    byte[] part = new byte[MOST_ERRORS];
    try (stream) {
      for (int read = stream.read(part); read >= 0; read = stream.read(part)) {
        last.append(new String(part, 0, read, StandardCharsets.UTF_8));
        last.delete(0, Math.max(0, last.length() - MOST_ERRORS));
      }
    } catch (IOException _) {
      last.append("(the rest can't be read)");
    }
    end.complete(last.toString());
  }
}
