package dev.ingot.bake.qemu;

import dev.ingot.graph.Cancellation;
import dev.ingot.registry.json.JsonIn;
import dev.ingot.registry.json.JsonOut;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Tells a running QEMU what to do. Protocol: QEMU's Machine Protocol, one JSON object a line. Safe
 * for use by several threads.
 */
final class Monitor implements AutoCloseable {
  private static final Duration ANSWER = Duration.ofMinutes(2);
  private static final Duration BETWEEN = Duration.ofMillis(50);
  private static final int LONGEST = 4 << 20;

  private final SocketChannel channel;
  private final Map<Long, CompletableFuture<byte[]>> waiting = new HashMap<>();
  private final CompletableFuture<Void> greeted = new CompletableFuture<>();
  private long next = 1;
  private boolean ended;

  /** QEMU refused a command. */
  static final class RefusedException extends IOException {
    private static final long serialVersionUID = 1;

    RefusedException(String message) {
      super(message);
    }
  }

  private Monitor(SocketChannel channel) {
    this.channel = channel;
  }

  /**
   * Connects, waiting for a QEMU that is starting.
   *
   * @param alive whether it is still worth waiting
   * @throws IOException when it has ended, or doesn't answer in time
   */
  static Monitor connect(Path socket, Duration patience, Alive alive, Cancellation cancellation)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    while (true) {
      try {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
          boolean _ = channel.connect(UnixDomainSocketAddress.of(socket));
        } catch (IOException e) {
          channel.close();
          throw e;
        }
        return negotiate(channel);
      } catch (RefusedException e) {
        throw e;
      } catch (IOException e) {
        if (!alive.isAlive() || System.nanoTime() > end) {
          throw e;
        }
      }
      if (cancellation.await(BETWEEN)) {
        throw new InterruptedException();
      }
    }
  }

  private static Monitor negotiate(SocketChannel channel) throws IOException, InterruptedException {
    Monitor monitor = new Monitor(channel);
    boolean done = false;
    try {
      Thread.ofVirtual().name("qemu-monitor").start(monitor::read);
      Void _ = await(monitor.greeted, "its greeting");
      monitor.run("qmp_capabilities", _ -> {});
      done = true;
      return monitor;
    } finally {
      if (!done) {
        monitor.close();
      }
    }
  }

  /** Whether a process is there. */
  @FunctionalInterface
  interface Alive {
    boolean isAlive();
  }

  private void read() {
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(Channels.newInputStream(channel), StandardCharsets.UTF_8))) {
      for (Optional<String> line = line(in); line.isPresent(); line = line(in)) {
        if (!line.get().isBlank()) {
          take(line.get().getBytes(StandardCharsets.UTF_8));
        }
      }
      end(new IOException("QEMU has ended"));
    } catch (IOException | IllegalArgumentException e) {
      end(new IOException("QEMU's monitor can't be read: " + e.getMessage(), e));
    }
  }

  private static Optional<String> line(BufferedReader in) throws IOException {
    StringBuilder line = new StringBuilder();
    int next = in.read();
    if (next < 0) {
      return Optional.empty();
    }
    while (next >= 0 && next != '\n') {
      line.append((char) next);
      if (line.length() > LONGEST) {
        throw new IOException("a line without an end");
      }
      next = in.read();
    }
    return Optional.of(line.toString());
  }

  private void take(byte[] line) {
    long[] id = {0};
    boolean[] greeting = {false};
    boolean _ =
        JsonIn.document(
            line,
            in -> {
              in.members(
                  name -> {
                    if (name.equals("id")) {
                      id[0] = in.number();
                    } else {
                      greeting[0] |= name.equals("QMP");
                      in.skip();
                    }
                  });
              return true;
            });
    if (greeting[0]) {
      greeted.complete(null);
    }
    Optional<CompletableFuture<byte[]>> answered;
    synchronized (waiting) {
      answered = Optional.ofNullable(waiting.remove(id[0]));
    }
    answered.ifPresent(each -> each.complete(line));
  }

  private void end(IOException why) {
    List<CompletableFuture<byte[]>> all;
    synchronized (waiting) {
      ended = true;
      all = new ArrayList<>(waiting.values());
      waiting.clear();
    }
    boolean _ = greeted.completeExceptionally(why);
    all.forEach(each -> each.completeExceptionally(why));
  }

  /** Runs a command without a result. */
  void run(String command, Consumer<JsonOut> arguments) throws IOException, InterruptedException {
    boolean _ =
        ask(
            command,
            arguments,
            in -> {
              in.skip();
              return true;
            });
  }

  /**
   * Runs a command.
   *
   * @param result reads what it returns
   * @throws RefusedException when QEMU refuses it
   */
  <T> T ask(String command, Consumer<JsonOut> arguments, Function<JsonIn, T> result)
      throws IOException, InterruptedException {
    CompletableFuture<byte[]> answer = new CompletableFuture<>();
    long id;
    synchronized (waiting) {
      if (ended) {
        throw new IOException("QEMU has ended");
      }
      id = next++;
      waiting.put(id, answer);
    }
    byte[] json =
        JsonOut.document(
            out -> out.text("execute", command).object("arguments", arguments).number("id", id));
    ByteBuffer line = ByteBuffer.allocate(json.length + 1).put(json).put((byte) '\n').flip();
    synchronized (channel) {
      while (line.hasRemaining()) {
        int _ = channel.write(line);
      }
    }
    try {
      return parsed(command, await(answer, command), result);
    } finally {
      synchronized (waiting) {
        waiting.remove(id);
      }
    }
  }

  private static <T> T parsed(String command, byte[] line, Function<JsonIn, T> result)
      throws IOException {
    List<T> returned = new ArrayList<>();
    String[] error = {""};
    try {
      boolean _ =
          JsonIn.document(
              line,
              in -> {
                in.members(
                    name -> {
                      switch (name) {
                        case "return" -> returned.add(result.apply(in));
                        case "error" ->
                            in.members(
                                part -> {
                                  if (part.equals("desc")) {
                                    error[0] = in.text();
                                  } else {
                                    in.skip();
                                  }
                                });
                        default -> in.skip();
                      }
                    });
                return true;
              });
    } catch (IllegalArgumentException e) {
      throw new IOException("QEMU's answer to " + command + " isn't understood", e);
    }
    if (returned.isEmpty()) {
      throw new RefusedException("QEMU refused " + command + ": " + error[0]);
    }
    return returned.getFirst();
  }

  private static <T> T await(CompletableFuture<T> answer, String what)
      throws IOException, InterruptedException {
    try {
      return answer.get(ANSWER.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new IOException("QEMU didn't answer within " + ANSWER.toSeconds() + " s: " + what, e);
    } catch (ExecutionException e) {
      throw new IOException(
          String.valueOf(e.getCause() == null ? e : e.getCause().getMessage()), e);
    }
  }

  /** The names of its block devices by the files they use now. */
  Map<String, String> disks() throws IOException, InterruptedException {
    Map<String, String> devices = new HashMap<>();
    boolean _ =
        ask(
            "query-block",
            _ -> {},
            in -> {
              in.elements(
                  each -> {
                    String[] device = {"", ""};
                    each.members(
                        name -> {
                          switch (name) {
                            case "device" -> device[0] = each.text();
                            case "inserted" ->
                                each.members(
                                    part -> {
                                      if (part.equals("file")) {
                                        device[1] = each.text();
                                      } else {
                                        each.skip();
                                      }
                                    });
                            default -> each.skip();
                          }
                        });
                    if (!device[0].isEmpty()) {
                      devices.put(device[1], device[0]);
                    }
                    return true;
                  });
              return true;
            });
    return devices;
  }

  /** The connections of its network, one a line, with their states. */
  String connections() throws IOException, InterruptedException {
    return ask(
        "human-monitor-command", out -> out.text("command-line", "info usernet"), JsonIn::text);
  }

  /**
   * Where its VNC server is.
   *
   * @param host an address; empty for a Unix socket
   * @param service a port, or the path of the socket
   */
  record Screen(String host, String service) {}

  /** Its VNC server; empty where there is none. */
  Optional<Screen> screen() throws IOException, InterruptedException {
    String[] found = {"", ""};
    boolean _ =
        ask(
            "query-vnc",
            _ -> {},
            in -> {
              in.members(
                  name -> {
                    switch (name) {
                      case "host" -> found[0] = in.text();
                      case "service" -> found[1] = in.text();
                      default -> in.skip();
                    }
                  });
              return true;
            });
    return found[1].isEmpty() ? Optional.empty() : Optional.of(new Screen(found[0], found[1]));
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // It ends with the process at the latest.
      return;
    }
  }
}
