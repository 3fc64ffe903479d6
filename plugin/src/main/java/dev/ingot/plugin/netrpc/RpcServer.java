package dev.ingot.plugin.netrpc;

import dev.ingot.plugin.yamux.YamuxStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/** Answers calls on streams, each call in a thread of its own. */
public final class RpcServer {
  /** What answers the calls of one name. */
  @FunctionalInterface
  public interface Endpoint {
    /**
     * Answers.
     *
     * @param method without the name of the endpoint
     * @throws RpcException when the answer is an error
     */
    Data call(String method, Data argument) throws RpcException, InterruptedException;
  }

  private final Map<String, Endpoint> endpoints = new ConcurrentHashMap<>();

  /** Answers nothing yet. */
  public RpcServer() {}

  /** Answers the calls of a name. */
  public void add(String name, Endpoint endpoint) {
    endpoints.put(name, endpoint);
  }

  /** Doesn't answer the calls of a name any more. */
  public void remove(String name) {
    endpoints.remove(name);
  }

  /** Answers the calls of a stream until it ends. */
  public void serve(YamuxStream stream) {
    ReentrantLock writing = new ReentrantLock();
    try (stream) {
      while (true) {
        Optional<Data> head = DataCodec.read(stream.in());
        Optional<Data> argument = head.isEmpty() ? head : DataCodec.read(stream.in());
        if (argument.isEmpty()) {
          return;
        }
        Data asked = head.get();
        Data given = argument.get();
        Thread _ =
            Thread.ofVirtual().name("rpc-call").start(() -> answer(asked, given, stream, writing));
      }
    } catch (IOException e) {
      // The connection is gone; the calls in progress find out when they answer.
    }
  }

  private void answer(Data head, Data argument, YamuxStream stream, ReentrantLock writing) {
    String asked = head.field("ServiceMethod").text().orElse("");
    Data body;
    String error = "";
    try {
      body = call(asked, argument);
    } catch (RpcException e) {
      body = new Data.Fields(Map.of());
      error = String.valueOf(e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      body = new Data.Fields(Map.of());
      error = "cancelled";
    }
    Map<String, Data> answer = new LinkedHashMap<>();
    answer.put("ServiceMethod", Data.of(asked));
    answer.put("Seq", head.field("Seq"));
    answer.put("Error", Data.of(error));
    writing.lock();
    try {
      stream.out().write(DataCodec.write(new Data.Fields(answer)));
      stream.out().write(DataCodec.write(body));
    } catch (IOException e) {
      // Nobody waits for it any more.
    } finally {
      writing.unlock();
    }
  }

  private Data call(String asked, Data argument) throws RpcException, InterruptedException {
    int dot = asked.lastIndexOf('.');
    Endpoint endpoint = dot < 0 ? null : endpoints.get(asked.substring(0, dot));
    if (endpoint == null) {
      throw new RpcException("rpc: can't find service " + asked);
    }
    return endpoint.call(asked.substring(dot + 1), argument);
  }
}
