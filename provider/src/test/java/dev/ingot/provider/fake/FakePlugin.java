package dev.ingot.provider.fake;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/**
 * A provider's program: {@link FakeProvider} behind protocol 5 or 6, with faults. Arguments: the
 * protocol, a fault, the call it happens at. With {@code rich} it is {@link RichProvider}.
 */
public final class FakePlugin {
  private final String fault;
  private final String at;
  private final FakeService service;
  private Optional<FakeHttp2Server> server = Optional.empty();

  private FakePlugin(int protocol, String fault, String at) {
    this.service =
        new FakeService(
            fault.equals("rich") ? new RichProvider() : new FakeProvider(new FakeCloud()),
            protocol);
    this.fault = fault;
    this.at = at;
  }

  /** Runs it. */
  public static void main(String[] arguments) throws IOException {
    int protocol = Integer.parseInt(arguments[0]);
    String fault = arguments.length > 1 ? arguments[1] : "none";
    String at = arguments.length > 2 ? arguments[2] : "";
    Map<String, String> environment = System.getenv();
    if (!"d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2"
        .equals(environment.get("TF_PLUGIN_MAGIC_COOKIE"))) {
      System.err.println("This is a plugin, not to be run by hand.");
      System.exit(1);
    }
    Path socket =
        Path.of(
            fault.equals("elsewhere")
                ? System.getProperty("java.io.tmpdir")
                : environment.getOrDefault("PLUGIN_UNIX_SOCKET_DIR", "/tmp"),
            "plugin" + ProcessHandle.current().pid());
    try (ServerSocketChannel listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      listening.bind(UnixDomainSocketAddress.of(socket));
      System.out.println("1|" + protocol + "|unix|" + socket + "|grpc|");
      System.out.flush();
      SocketChannel client = listening.accept();
      FakePlugin plugin = new FakePlugin(protocol, fault, at);
      FakeHttp2Server server = new FakeHttp2Server(input(client), output(client), plugin::answer);
      plugin.server = Optional.of(server);
      if (fault.equals("garbage")) {
        server.garbage();
      }
      server.serve();
    }
  }

  private static InputStream input(SocketChannel client) {
    return Channels.newInputStream(
        new java.nio.channels.ReadableByteChannel() {
          @Override
          public int read(ByteBuffer into) throws IOException {
            return client.read(into);
          }

          @Override
          public boolean isOpen() {
            return client.isOpen();
          }

          @Override
          public void close() throws IOException {
            client.close();
          }
        });
  }

  private static OutputStream output(SocketChannel client) {
    return Channels.newOutputStream(
        new java.nio.channels.WritableByteChannel() {
          @Override
          public int write(ByteBuffer from) throws IOException {
            return client.write(from);
          }

          @Override
          public boolean isOpen() {
            return client.isOpen();
          }

          @Override
          public void close() throws IOException {
            client.close();
          }
        });
  }

  private byte[] answer(String method, byte[] request) throws FakeHttp2Server.Failure {
    String name = method.substring(method.lastIndexOf('/') + 1);
    if (name.equals("Shutdown")) {
      if (fault.equals("stays")) {
        return new byte[0];
      }
      System.exit(0);
    }
    if (name.equals("StreamStdio")) {
      await();
    }
    if (fault.equals("full") && name.equals(at)) {
      server.orElseThrow().takeNoMore();
    } else if (name.equals(at)) {
      return fault(name);
    }
    try {
      return service.answer(name, request);
    } catch (IOException e) {
      throw new FakeHttp2Server.Failure(13, "malformed request: " + e.getMessage());
    }
  }

  private byte[] fault(String name) throws FakeHttp2Server.Failure {
    switch (fault) {
      case "crash" -> {
        System.err.println("panic: runtime error: index out of range [3] with length 3");
        System.err.println("goroutine 42 [running]:");
        Runtime.getRuntime().halt(2);
      }
      case "hang" -> await();
      case "error" -> throw new FakeHttp2Server.Failure(2, "disk on fire %28really%29");
      case "malformed" -> {
        return new byte[] {0x0a, 0x7f, 0x01};
      }
      case "untyped" -> {
        return new byte[] {0x0a, 0x04, 0x0a, 0x02, (byte) 0x81, (byte) 0xa1};
      }
      case "empty" -> {
        return new byte[0];
      }
      default -> throw new IllegalStateException("no fault " + fault + " at " + name);
    }
    return new byte[0];
  }

  private static void await() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The command that runs it with this process's Java and classes. */
  public static List<String> command(String... arguments) {
    List<String> command =
        new java.util.ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                FakePlugin.class.getName()));
    command.addAll(List.of(arguments));
    return command;
  }
}
