package dev.ingot.provider.process;

import dev.ingot.plugin.Handshake;
import dev.ingot.plugin.PluginException;
import dev.ingot.plugin.PluginProcess;
import dev.ingot.plugin.grpc.GrpcException;
import dev.ingot.plugin.grpc.GrpcMessages;
import dev.ingot.plugin.grpc.GrpcStatus;
import dev.ingot.plugin.http2.Http2Exception;
import dev.ingot.provider.ProviderException;
import dev.ingot.provider.protocol.Protocol;
import dev.ingot.provider.protocol.ProviderClient;
import dev.ingot.provider.protocol.Rpc;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * A provider in another process, started by the first call and ended by {@link #close}. One that
 * ended by itself isn't started again: what it knew is gone.
 */
final class ProcessClient implements ProviderClient {
  private static final String SHUTDOWN = "/plugin.GRPCController/Shutdown";
  private static final Duration GRACE = Duration.ofSeconds(2);

  private final Connector connector;
  private final ReentrantLock connecting = new ReentrantLock();
  private volatile Optional<PluginConnection> connection = Optional.empty();
  private Optional<ProviderException> failure = Optional.empty();

  ProcessClient(Connector connector) {
    this.connector = connector;
  }

  private PluginConnection connection() {
    Optional<PluginConnection> open = connection;
    if (open.isPresent()) {
      return open.get();
    }
    connecting.lock();
    try {
      if (failure.isPresent()) {
        throw failure.get();
      }
      if (connection.isEmpty()) {
        connection = Optional.of(connect());
      }
      return connection.get();
    } catch (ProviderException e) {
      failure = Optional.of(e);
      throw e;
    } finally {
      connecting.unlock();
    }
  }

  private PluginConnection connect() {
    try {
      return connector.connect();
    } catch (PluginException e) {
      throw new ProviderException(e.describe());
    } catch (IOException e) {
      throw new ProviderException("it cannot be reached: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ProviderException("the wait for it was cancelled");
    }
  }

  @Override
  public Protocol protocol() {
    return connection().protocol();
  }

  @Override
  public boolean isStarted() {
    return connection.isPresent();
  }

  @Override
  public byte[] call(Rpc rpc, byte[] request) {
    PluginConnection open = connection();
    String method = rpc.method(open.protocol());
    try {
      return rpc.changes()
          ? open.channel().callToTheEnd(method, request)
          : open.channel().call(method, request);
    } catch (IOException e) {
      throw unanswered(open, rpc, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ProviderException("the wait for its answer was cancelled");
    }
  }

  @Override
  public void stream(Rpc rpc, byte[] request, Consumer<byte[]> messages) {
    PluginConnection open = connection();
    try (GrpcMessages answer = open.channel().stream(rpc.method(open.protocol()), request)) {
      for (Optional<byte[]> next = answer.next(); next.isPresent(); next = answer.next()) {
        messages.accept(next.get());
      }
    } catch (IOException e) {
      throw unanswered(open, rpc, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ProviderException("the wait for its answer was cancelled");
    }
  }

  private static ProviderException unanswered(PluginConnection open, Rpc rpc, IOException why) {
    String title = rpc.title(open.protocol());
    if (why instanceof GrpcException answered) {
      return answered.status() == GrpcStatus.UNIMPLEMENTED
          ? new ProviderException(
              ProviderException.Reason.UNSUPPORTED, "it does not support the call " + title)
          : new ProviderException(
              "it answered "
                  + title
                  + " with the error "
                  + answered.status()
                  + ": "
                  + answered.getMessage()
                  + lastOutput(open));
    }
    if (why instanceof Http2Exception broken && broken.reason() != Http2Exception.Reason.CLOSED) {
      return ProviderException.invalidAnswer(
          "its answer to " + title + " cannot be understood: " + why.getMessage());
    }
    OptionalInt code = exitCode(open.process());
    return new ProviderException(
        (code.isPresent() ? ended(code.getAsInt()) : why.getMessage())
            + " before it answered "
            + title
            + lastOutput(open));
  }

  private static String ended(int code) {
    return code > 128
        ? "its process was killed (signal " + (code - 128) + ")"
        : "its process ended (exit code " + code + ")";
  }

  /** A process whose connection is gone is usually about to end. */
  private static OptionalInt exitCode(Optional<PluginProcess<Handshake.OfProvider>> process) {
    if (process.isEmpty()) {
      return OptionalInt.empty();
    }
    try {
      return process.get().awaitEnd(GRACE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return OptionalInt.empty();
    }
  }

  private static String lastOutput(PluginConnection open) {
    List<String> lines = open.lastLines();
    return lines.isEmpty() ? "" : ".\n\nIts last output:\n    " + String.join("\n    ", lines);
  }

  @Override
  public void close() {
    connecting.lock();
    try {
      if (failure.isEmpty()) {
        failure = Optional.of(new ProviderException("it was ended already"));
      }
      connection.ifPresent(ProcessClient::end);
      connection = Optional.empty();
    } finally {
      connecting.unlock();
    }
  }

  /** Asks a process of ours to end, and kills it if it doesn't; one of somebody else is left. */
  private static void end(PluginConnection open) {
    try {
      if (open.process().isPresent()) {
        end(open, open.process().get());
      }
    } finally {
      open.channel().close();
    }
  }

  private static void end(PluginConnection open, PluginProcess<Handshake.OfProvider> process) {
    // It may take no more requests, and closes the connection before it answers: neither is
    // waited for.
    Thread _ = Thread.ofVirtual().name("shutdown").start(() -> askToEnd(open));
    try {
      boolean _ = process.stop(GRACE);
    } catch (InterruptedException e) {
      process.close();
      Thread.currentThread().interrupt();
    }
  }

  private static void askToEnd(PluginConnection open) {
    try {
      GrpcMessages _ = open.channel().stream(SHUTDOWN, new byte[0]);
    } catch (IOException e) {
      // It is ended all the same when its time is over.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
