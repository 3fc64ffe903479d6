package dev.ingot.bake.run;

import dev.ingot.http.Framing;
import dev.ingot.http.HttpReader;
import dev.ingot.http.RequestHead;
import dev.ingot.http.UnixConnection;
import dev.ingot.http.Watchdog;
import dev.ingot.registry.json.JsonIn;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.URLDecoder;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An engine whose containers are names: their commands run on this host by its shell, and archives
 * are unpacked and packed by its tar.
 */
final class FakeEngine implements AutoCloseable {
  private static final Duration TIME = Duration.ofMinutes(1);

  /** What goes wrong. */
  enum Fault {
    NONE,
    NO_IMAGE,
    PULL_ERROR,
    PUSH_ERROR,
    NO_START,
    EXEC_REFUSED,
    STREAM_BREAKS,
    HOSTILE_ARCHIVE
  }

  private final Path socket;
  private final ServerSocketChannel server;
  private final Watchdog watchdog = new Watchdog();
  private final List<String> calls = new CopyOnWriteArrayList<>();
  private final Map<String, String> containers = new ConcurrentHashMap<>();
  private final Map<String, List<String>> execs = new ConcurrentHashMap<>();
  private final Map<String, Integer> codes = new ConcurrentHashMap<>();
  private final Set<String> images = ConcurrentHashMap.newKeySet();
  private final AtomicInteger number = new AtomicInteger();
  private volatile Fault fault = Fault.NONE;
  private volatile String files = "all files";
  private volatile String credentials = "";
  private volatile String created = "";
  private volatile int fatal;
  private volatile Runnable death = () -> {};
  private volatile CountDownLatch dead = new CountDownLatch(1);

  FakeEngine(Path socket) throws IOException {
    this.socket = socket;
    images.add("base:1");
    server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socket));
    Thread _ = Thread.ofVirtual().start(this::accept);
  }

  String host() {
    return "unix://" + socket;
  }

  void fail(Fault next) {
    fault = next;
  }

  /** From here on the caller dies during this call, which is done all the same; 0 for none. */
  void killDuring(int call, Runnable kill) {
    calls.clear();
    dead = new CountDownLatch(1);
    death = kill;
    fatal = call;
  }

  /** Until the call is done during which the caller died. */
  void awaitDeath() throws InterruptedException {
    dead.await();
  }

  /** Adds a container that exists already. */
  void add(String name) {
    containers.put(name, Integer.toHexString(0xc000 + number.incrementAndGet()));
  }

  Set<String> containers() {
    return Set.copyOf(containers.keySet());
  }

  Set<String> images() {
    return images;
  }

  /** Those of the last push. */
  String credentials() {
    return credentials;
  }

  /** How the last container was asked for. */
  String created() {
    return created;
  }

  /** Methods and targets without the version of the API. */
  List<String> calls() {
    return List.copyOf(calls);
  }

  private void accept() {
    while (server.isOpen()) {
      try {
        UnixConnection connection = new UnixConnection(server.accept(), watchdog);
        Thread _ = Thread.ofVirtual().start(() -> serve(connection));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(UnixConnection connection) {
    try (connection) {
      HttpReader reader = new HttpReader(connection);
      RequestHead head = reader.readRequestHead(TIME);
      HttpReader.Body body = reader.body(Framing.of(head));
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      byte[] buffer = new byte[8192];
      for (int n = body.read(buffer, 0, 8192, TIME); n >= 0; n = body.read(buffer, 0, 8192, TIME)) {
        bytes.write(buffer, 0, n);
      }
      String target = head.target().replaceFirst("^/v[0-9.]+", "");
      String query = target.contains("?") ? target.substring(target.indexOf('?') + 1) : "";
      String path = target.replaceFirst("\\?.*", "");
      calls.add(head.method() + " " + target);
      boolean last = calls.size() == fatal;
      if (last) {
        fatal = 0;
        death.run();
      }
      try {
        answer(connection, reader, head, path, query, bytes.toByteArray());
      } finally {
        if (last) {
          dead.countDown();
        }
      }
    } catch (IOException e) {
      // The client has gone.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void answer(
      UnixConnection connection,
      HttpReader reader,
      RequestHead head,
      String path,
      String query,
      byte[] body)
      throws IOException, InterruptedException {
    String[] parts = path.split("/");
    if (path.equals("/_ping")) {
      send(connection, 200, "Api-Version: 1.41\r\n", "OK");
    } else if (path.equals("/images/create")) {
      String pulled = "{\"status\":\"Pulling\"}\r\n";
      send(
          connection,
          200,
          "",
          fault == Fault.PULL_ERROR ? pulled + "{\"error\":\"manifest unknown\"}\n" : pulled);
    } else if (path.startsWith("/images/") && path.endsWith("/json")) {
      String name = path.substring("/images/".length(), path.length() - "/json".length());
      if (images.contains(name) && fault != Fault.NO_IMAGE) {
        json(connection, 200, "{\"Id\":\"sha256:aa\",\"Os\":\"linux\",\"Architecture\":\"amd64\"}");
      } else {
        json(connection, 404, "{\"message\":\"No such image: " + name + "\"}");
      }
    } else if (path.startsWith("/images/") && path.endsWith("/tag")) {
      boolean _ = images.add(query.replaceFirst("repo=(.*)&tag=", "$1:"));
      send(connection, 201, "", "");
    } else if (path.startsWith("/images/") && path.endsWith("/get")) {
      send(connection, 200, "", "image " + path);
    } else if (path.startsWith("/images/") && path.endsWith("/push")) {
      credentials = head.headers().first("X-Registry-Auth").orElse("");
      send(
          connection,
          200,
          "",
          fault == Fault.PUSH_ERROR ? "{\"error\":\"denied\"}\n" : "{\"status\":\"Pushed\"}\n");
    } else if (path.equals("/containers/json")) {
      List<String> all = new ArrayList<>();
      containers.forEach(
          (name, id) -> all.add("{\"Id\":\"" + id + "\",\"Names\":[\"/" + name + "\"]}"));
      json(connection, 200, "[" + String.join(",", all) + "]");
    } else if (path.equals("/containers/create")) {
      String name = query.replaceFirst("name=([^&]*).*", "$1");
      add(name);
      created = new String(body, StandardCharsets.UTF_8);
      json(connection, 201, "{\"Id\":\"" + containers.get(name) + "\"}");
    } else if (head.method().equals("DELETE")) {
      boolean there =
          containers
              .entrySet()
              .removeIf(e -> e.getValue().equals(parts[2]) || e.getKey().equals(parts[2]));
      send(connection, there ? 204 : 404, "", "");
    } else if (path.equals("/commit") && body.length == 0) {
      // As Podman.
      json(connection, 500, "{\"message\":\"Decode(): EOF\"}");
    } else if (path.equals("/commit")) {
      String id = "sha256:" + Integer.toHexString(0xb000 + number.incrementAndGet());
      images.add(id);
      json(connection, 201, "{\"Id\":\"" + id + "\"}");
    } else if (path.startsWith("/containers/")) {
      container(connection, head, parts, query, body);
    } else if (path.startsWith("/exec/") && path.endsWith("/start")) {
      run(connection, reader, parts[2]);
    } else if (path.startsWith("/exec/")) {
      json(connection, 200, "{\"Running\":false,\"ExitCode\":" + codes.get(parts[2]) + "}");
    } else {
      json(connection, 404, "{\"message\":\"page not found\"}");
    }
  }

  /** What an archive of a container's files is, each character a byte. */
  void hasFiles(String archive) {
    files = archive;
  }

  private void container(
      UnixConnection connection, RequestHead head, String[] parts, String query, byte[] body)
      throws IOException, InterruptedException {
    switch (parts[3]) {
      case "start" -> {
        if (fault == Fault.NO_START) {
          json(connection, 400, "{\"message\":\"no such device\"}");
        } else {
          send(connection, 204, "", "");
        }
      }
      case "exec" -> {
        if (fault == Fault.EXEC_REFUSED) {
          json(connection, 409, "{\"message\":\"the container is not running\"}");
          return;
        }
        String id = Integer.toHexString(0xe000 + number.incrementAndGet());
        List<String> words = new ArrayList<>();
        boolean _ =
            JsonIn.document(
                body,
                in -> {
                  in.members(
                      name -> {
                        if (name.equals("Cmd")) {
                          words.addAll(in.elements(JsonIn::text));
                        } else {
                          in.skip();
                        }
                      });
                  return true;
                });
        execs.put(id, words);
        json(connection, 201, "{\"Id\":\"" + id + "\"}");
      }
      case "export" -> send(connection, 200, "", files);
      case "archive" -> {
        String path = URLDecoder.decode(query.replaceFirst("path=", ""), StandardCharsets.UTF_8);
        if (head.method().equals("PUT")) {
          byte[] _ = tar(body, "-x", "-o", "-C", path);
          send(connection, 200, "", "");
        } else if (fault == Fault.HOSTILE_ARCHIVE) {
          bytes(
              connection,
              tar(new byte[0], "-c", "-C", path, "--transform=s,^\\./in,./../out,", "-P", "."));
        } else {
          Path at = Path.of(path);
          bytes(
              connection,
              path.endsWith("/.")
                  ? tar(new byte[0], "-c", "-C", path, ".")
                  : tar(new byte[0], "-c", "-C", at.getParent() + "", at.getFileName() + ""));
        }
      }
      default -> json(connection, 404, "{\"message\":\"page not found\"}");
    }
  }

  private static byte[] tar(byte[] input, String... words)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("tar"));
    command.addAll(List.of(words));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try (OutputStream in = process.getOutputStream()) {
      in.write(input);
    }
    byte[] out = process.getInputStream().readAllBytes();
    process.waitFor();
    return out;
  }

  private void run(UnixConnection connection, HttpReader reader, String exec)
      throws IOException, InterruptedException {
    write(connection, "HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n");
    List<String> words = execs.getOrDefault(exec, List.of("false"));
    Process process = new ProcessBuilder(words).start();
    HttpReader.Body rest = reader.body(new Framing.UntilClose());
    try (OutputStream in = process.getOutputStream()) {
      byte[] buffer = new byte[8192];
      for (int n = rest.read(buffer, 0, 8192, TIME); n >= 0; n = rest.read(buffer, 0, 8192, TIME)) {
        in.write(buffer, 0, n);
      }
    } catch (IOException e) {
      // A command need not read what it is given.
    }
    if (fault == Fault.STREAM_BREAKS && words.getLast().contains("break-here")) {
      connection.write(new byte[] {1, 0, 0, 0, 0, 0, 0, 9, 'h', 'a'}, 0, 10, TIME);
      process.destroyForcibly();
      return;
    }
    Thread errors =
        Thread.ofVirtual().start(() -> frames(connection, (byte) 2, process.getErrorStream()));
    frames(connection, (byte) 1, process.getInputStream());
    errors.join();
    codes.put(exec, process.waitFor(1, TimeUnit.MINUTES) ? process.exitValue() : -1);
  }

  /** Each frame comes in two pieces. */
  private static void frames(UnixConnection connection, byte stream, InputStream in) {
    try {
      byte[] buffer = new byte[1000];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        byte[] frame =
            ByteBuffer.allocate(8 + n)
                .put(stream)
                .put(new byte[3])
                .putInt(n)
                .put(buffer, 0, n)
                .array();
        synchronized (connection) {
          connection.write(frame, 0, 5, TIME);
          connection.write(frame, 5, frame.length - 5, TIME);
        }
      }
    } catch (IOException e) {
      // The client has gone; the command goes on, as in an engine.
    }
  }

  private static void json(UnixConnection connection, int status, String text) throws IOException {
    send(connection, status, "Content-Type: application/json\r\n", text);
  }

  private static void bytes(UnixConnection connection, byte[] body) throws IOException {
    write(connection, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n");
    new ByteArrayInputStream(body)
        .transferTo(
            new OutputStream() {
              @Override
              public void write(int each) throws IOException {
                write(new byte[] {(byte) each}, 0, 1);
              }

              @Override
              public void write(byte[] from, int offset, int length) throws IOException {
                connection.write(from, offset, length, TIME);
              }
            });
  }

  private static void send(UnixConnection connection, int status, String headers, String text)
      throws IOException {
    write(
        connection,
        "HTTP/1.1 "
            + status
            + " Answer\r\n"
            + headers
            + (status == 204 ? "" : "Content-Length: " + text.length() + "\r\n")
            + "\r\n"
            + text);
  }

  private static void write(UnixConnection connection, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    connection.write(bytes, 0, bytes.length, TIME);
  }

  @Override
  public void close() throws IOException {
    server.close();
    watchdog.close();
  }
}
