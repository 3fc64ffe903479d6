package dev.ingot.plugin.netrpc;

import dev.ingot.plugin.yamux.YamuxStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;

/** Makes calls on a stream, any number at once. Rules: Go's net/rpc, as documented. */
public final class RpcClient implements AutoCloseable {
  /** How long the other side may read nothing of a call. */
  private static final Duration WRITE = Duration.ofMinutes(2);

  private final YamuxStream stream;
  private final ReentrantLock writing = new ReentrantLock();
  private final Map<Long, CompletableFuture<Data>> waiting = new HashMap<>();
  private long next;
  private Optional<IOException> ended = Optional.empty();

  private RpcClient(YamuxStream stream) {
    this.stream = stream;
  }

  /** Over a stream, which it closes. */
  public static RpcClient over(YamuxStream stream) {
    RpcClient client = new RpcClient(stream);
    Thread.ofVirtual().name("rpc-answers").start(client::read);
    return client;
  }

  /**
   * Calls and waits for the answer.
   *
   * @param method {@code Builder.Prepare}
   * @throws RpcException when the other side answers with an error
   * @throws IOException when the connection broke
   * @throws InterruptedException when interrupted; the call goes on at the other side
   */
  public Data call(String method, Data argument) throws IOException, InterruptedException {
    return call(method, argument, WRITE, new CompletableFuture<>());
  }

  /**
   * As above, for calls whose answer needs no work.
   *
   * @throws SocketTimeoutException when the answer doesn't come in time; what it was is ignored
   */
  public Data call(String method, Data argument, Duration limit)
      throws IOException, InterruptedException {
    return call(
        method,
        argument,
        limit,
        new CompletableFuture<Data>().orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS));
  }

  private Data call(String method, Data argument, Duration patience, CompletableFuture<Data> answer)
      throws IOException, InterruptedException {
    long number;
    synchronized (waiting) {
      if (ended.isPresent()) {
        throw new IOException(ended.get().getMessage(), ended.get());
      }
      number = next++;
      waiting.put(number, answer);
    }
    Map<String, Data> head = new LinkedHashMap<>();
    head.put("ServiceMethod", Data.of(method));
    head.put("Seq", Data.of(number));
    try {
      write(method, head, argument, patience);
      return answer.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RpcException refused) {
        throw new RpcException(String.valueOf(refused.getMessage()));
      }
      if (e.getCause() instanceof TimeoutException) {
        throw new SocketTimeoutException(method + " wasn't answered in time");
      }
      throw new IOException(e.getCause() == null ? "" : e.getCause().getMessage(), e);
    } finally {
      synchronized (waiting) {
        waiting.remove(number);
      }
    }
  }

  /** What is written in part can't be taken back: the connection ends with it. */
  private void write(String method, Map<String, Data> head, Data argument, Duration patience)
      throws IOException {
    byte[] first = DataCodec.write(new Data.Fields(head));
    byte[] second = DataCodec.write(argument);
    CompletableFuture<Boolean> written =
        new CompletableFuture<Boolean>().orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS);
    CompletableFuture<Boolean> _ =
        written.whenComplete(
            (_, expired) -> {
              if (expired != null) {
                stream.close();
              }
            });
    writing.lock();
    try {
      stream.out().write(first);
      stream.out().write(second);
    } catch (IOException e) {
      if (written.isCompletedExceptionally()) {
        throw new SocketTimeoutException(method + " wasn't read in time");
      }
      throw e;
    } finally {
      writing.unlock();
      boolean _ = written.complete(true);
    }
  }

  private void read() {
    try {
      while (true) {
        Optional<Data> head = DataCodec.read(stream.in());
        if (head.isEmpty()) {
          break;
        }
        Optional<Data> body = DataCodec.read(stream.in());
        CompletableFuture<Data> answer;
        synchronized (waiting) {
          answer = waiting.getOrDefault(head.get().field("Seq").whole(), new CompletableFuture<>());
        }
        String error = head.get().field("Error").text().orElse("");
        boolean _ =
            error.isEmpty()
                ? answer.complete(body.orElse(Data.nothing()))
                : answer.completeExceptionally(new RpcException(error));
      }
      end(new IOException("the plugin closed the connection"));
    } catch (IOException e) {
      end(e);
    }
  }

  private void end(IOException why) {
    Map<Long, CompletableFuture<Data>> all;
    synchronized (waiting) {
      ended = Optional.of(why);
      all = Map.copyOf(waiting);
    }
    all.values().forEach(answer -> answer.completeExceptionally(why));
  }

  @Override
  public void close() {
    stream.close();
    end(new IOException("the connection was closed"));
  }
}
