package dev.ingot.bake.qemu;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.ingot.bake.StepException;
import dev.ingot.bake.qemu.QemuSettings.Ports;
import dev.ingot.bake.qemu.QemuSettings.Web;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Serves the files of a template to its machine while that is installed. */
final class FileServer implements AutoCloseable {
  private static final int QUEUE = 64;

  private final HttpServer server;
  private final ExecutorService threads;

  private FileServer(HttpServer server, ExecutorService threads) {
    this.server = server;
    this.threads = threads;
  }

  /**
   * Serves at a free port of the range.
   *
   * @param address of this host
   * @throws StepException when no port is free; the message says what to do
   */
  static FileServer start(Web web, InetAddress address, RandomGenerator random)
      throws StepException, IOException {
    if (web.folder().isPresent() && !Files.isDirectory(web.folder().get())) {
      throw new StepException("http_directory: there is no folder " + web.folder().get() + ".");
    }
    HttpServer server = bind(web.ports(), address, random);
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    server.setExecutor(threads);
    server.createContext("/", exchange -> answer(web, exchange));
    server.start();
    return new FileServer(server, threads);
  }

  /**
   * Where it is bound to: this host's loopback, which QEMU's own network reaches, or the address at
   * a bridge.
   */
  static InetAddress address(QemuSettings settings) throws StepException, IOException {
    Optional<String> device = settings.web().device().or(settings.network()::bridge);
    if (device.isEmpty()) {
      return InetAddress.getByName(settings.web().address());
    }
    @Nullable NetworkInterface found = NetworkInterface.getByName(device.get());
    Optional<InetAddress> address =
        found == null
            ? Optional.empty()
            : found.inetAddresses().filter(each -> each.getAddress().length == 4).findFirst();
    return address.orElseThrow(
        () ->
            new StepException("There is no network device " + device.get() + " with an address."));
  }

  /** The same for the machine. */
  static String seenByGuest(QemuSettings settings, InetAddress address) {
    return settings.network().bridge().isPresent() ? address.getHostAddress() : "10.0.2.2";
  }

  private static HttpServer bind(Ports ports, InetAddress address, RandomGenerator random)
      throws StepException, IOException {
    int count = ports.most() - ports.least() + 1;
    int first = random.nextInt(count);
    for (int i = 0; i < count; i++) {
      int port = ports.least() + (first + i) % count;
      try {
        return HttpServer.create(new InetSocketAddress(address, port), QUEUE);
      } catch (BindException e) {
        // Taken: the next one.
        assert port > 0;
      }
    }
    throw new StepException(
        "No port from "
            + ports.least()
            + " to "
            + ports.most()
            + " of "
            + address.getHostAddress()
            + " is free for the HTTP server; widen http_port_min and http_port_max.");
  }

  private static void answer(Web web, HttpExchange exchange) throws IOException {
    try (exchange) {
      String method = exchange.getRequestMethod();
      if (!method.equals("GET") && !method.equals("HEAD")) {
        exchange.sendResponseHeaders(405, -1);
        return;
      }
      String path = exchange.getRequestURI().getPath();
      boolean body = method.equals("GET");
      String content = web.contents().get(path);
      if (content != null) {
        send(exchange, content.getBytes(StandardCharsets.UTF_8), body);
        return;
      }
      Optional<Path> file = web.folder().flatMap(folder -> file(folder, path));
      if (file.isEmpty()) {
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      long size = Files.size(file.get());
      if (!body) {
        exchange.getResponseHeaders().set("Content-Length", Long.toString(size));
        exchange.sendResponseHeaders(200, -1);
        return;
      }
      try (InputStream in = Files.newInputStream(file.get())) {
        exchange.sendResponseHeaders(200, size == 0 ? -1 : size);
        if (size > 0) {
          try (OutputStream out = exchange.getResponseBody()) {
            long _ = in.transferTo(out);
          }
        }
      }
    }
  }

  private static void send(HttpExchange exchange, byte[] content, boolean body) throws IOException {
    if (!body || content.length == 0) {
      exchange.getResponseHeaders().set("Content-Length", Integer.toString(content.length));
      exchange.sendResponseHeaders(200, -1);
      return;
    }
    exchange.sendResponseHeaders(200, content.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(content);
    }
  }

  /** Never one outside the folder, whatever the path. */
  private static Optional<Path> file(Path folder, String path) {
    try {
      Path root = folder.toAbsolutePath().normalize();
      Path file = root.resolve(path.substring(path.startsWith("/") ? 1 : 0)).normalize();
      return file.startsWith(root) && Files.isRegularFile(file)
          ? Optional.of(file)
          : Optional.empty();
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
