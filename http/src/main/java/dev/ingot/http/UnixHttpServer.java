package dev.ingot.http;

import java.io.Closeable;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Answers small HTTP/1.1 requests on a Unix socket that only its owner can open. */
public final class UnixHttpServer implements Closeable {
  /** A request. */
  public record Request(String method, String target, String body) {}

  /** A response; the body is JSON. */
  public record Response(int status, String body) {}

  /** Answers requests; called concurrently. */
  @FunctionalInterface
  public interface Handler {
    /** The response; an exception becomes a 500. */
    Response handle(Request request) throws InterruptedException;
  }

  private static final Duration IDLE = Duration.ofSeconds(60);
  private static final Duration HEAD = Duration.ofSeconds(10);
  private static final Duration FINISH = Duration.ofSeconds(5);
  private static final int MAX_BODY = 8 << 20;

  private volatile ServerSocketChannel listener;
  private final SocketWatch watch;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Path socket;
  private final Handler handler;
  private final Watchdog watchdog;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition idle = lock.newCondition();
  private int busy;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private UnixHttpServer(
      ServerSocketChannel listener, Path socket, Handler handler, Watchdog watchdog) {
    this.listener = listener;
    this.watch = SocketWatch.of(socket);
    this.socket = socket;
    this.handler = handler;
    this.watchdog = watchdog;
  }

  /**
   * Starts serving. A socket file left by a dead process is replaced; the caller makes sure that it
   * is dead. A file that is removed is created again at once, since otherwise nobody could reach
   * this process.
   */
  public static UnixHttpServer start(Path socket, Handler handler, Watchdog watchdog)
      throws IOException {
    UnixHttpServer server = new UnixHttpServer(bind(socket), socket, handler, watchdog);
    Thread.ofVirtual().name("accept").start(server::accept);
    Thread.ofPlatform().daemon().name("socket-watch").start(server::watch);
    return server;
  }

  private static ServerSocketChannel bind(Path socket) throws IOException {
    // Bound under another name first: nobody can connect before access is restricted to the owner.
    Path fresh = socket.resolveSibling(socket.getFileName() + ".n");
    Files.deleteIfExists(fresh);
    ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    boolean started = false;
    try {
      listener.bind(UnixDomainSocketAddress.of(fresh), 128);
      Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-------"));
      Files.move(
          fresh,
          socket,
          java.nio.file.StandardCopyOption.REPLACE_EXISTING,
          java.nio.file.StandardCopyOption.ATOMIC_MOVE);
      started = true;
      return listener;
    } finally {
      if (!started) {
        listener.close();
      }
    }
  }

  private void watch() {
    try {
      while (!closed.get()) {
        watch.await();
        Path folder = socket.toAbsolutePath().getParent();
        // Without its folder there is no place for it; the owner of this server notices that.
        if (!closed.get()
            && !Files.exists(socket, LinkOption.NOFOLLOW_LINKS)
            && folder != null
            && Files.isDirectory(folder)) {
          rebind();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void rebind() {
    try {
      ServerSocketChannel old = listener;
      listener = bind(socket);
      old.close();
      if (closed.get()) {
        close();
      }
    } catch (IOException e) {
      // A full disk, or the folder is being deleted: the next round tries again.
      return;
    }
  }

  private void accept() {
    while (!closed.get()) {
      try {
        SocketChannel channel = listener.accept();
        threads.execute(() -> serve(channel));
      } catch (IOException | java.util.concurrent.RejectedExecutionException e) {
        // Closed, or replaced by a new one; the loop's condition tells which.
        Thread.onSpinWait();
      }
    }
  }

  private void serve(SocketChannel channel) {
    try (UnixConnection connection = new UnixConnection(channel, watchdog)) {
      HttpReader reader = new HttpReader(connection);
      while (!closed.get() && reader.awaitMessage(IDLE) && respond(connection, reader)) {
        // One after the other.
        assert channel != null;
      }
    } catch (IOException e) {
      // The client is gone or doesn't speak HTTP; there is nobody to answer.
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean respond(UnixConnection connection, HttpReader reader)
      throws IOException, InterruptedException {
    enter();
    try {
      RequestHead head = reader.readRequestHead(HEAD);
      String body = readBody(reader, head);
      Response response = answer(new Request(head.method(), head.target(), body));
      byte[] bytes = response.body().getBytes(StandardCharsets.UTF_8);
      byte[] headBytes =
          HttpWriter.head(
              new ResponseHead(
                  response.status(),
                  HttpWriter.reason(response.status()),
                  1,
                  Headers.NONE
                      .with("Content-Type", "application/json")
                      .with("Content-Length", Integer.toString(bytes.length))));
      ByteBuffer whole = ByteBuffer.allocate(headBytes.length + bytes.length);
      whole.put(headBytes).put(bytes);
      connection.write(whole.array(), 0, whole.capacity(), IDLE);
      return head.keepAlive();
    } finally {
      leave();
    }
  }

  private void enter() {
    lock.lock();
    try {
      busy++;
    } finally {
      lock.unlock();
    }
  }

  private void leave() {
    lock.lock();
    try {
      busy--;
      idle.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void awaitIdle() {
    long left = FINISH.toNanos();
    lock.lock();
    try {
      while (busy > 0 && left > 0) {
        left = idle.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  private static String readBody(HttpReader reader, RequestHead head) throws IOException {
    HttpReader.Body body = reader.body(Framing.of(head));
    return new String(Bodies.readAll(body, MAX_BODY, IDLE), StandardCharsets.UTF_8);
  }

  private Response answer(Request request) throws InterruptedException {
    try {
      return handler.handle(request);
    } catch (RuntimeException e) {
      return new Response(
          500,
          "{\"code\":\"FAILED\",\"message\":\"a bug in Ingot: "
              + e.getClass().getSimpleName()
              + "\"}");
    }
  }

  /** Accepts no more requests, gives open ones a few seconds, removes the socket. */
  @Override
  public void close() throws IOException {
    closed.set(true);
    listener.close();
    watch.close();
    awaitIdle();
    threads.shutdownNow();
    Files.deleteIfExists(socket);
  }
}
