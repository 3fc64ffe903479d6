package dev.ingot.bake.qemu;

import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A program that behaves to its caller as QEMU does: it has a monitor, a VNC server without a
 * password, and forwards its port to an SSH server. What it is told is in the file {@code calls}.
 */
public final class FakeQemu {
  private final Path folder;
  private final List<String> arguments;
  private final List<String> drives = new ArrayList<>();
  private final boolean deaf;

  private FakeQemu(Path folder, List<String> arguments) {
    this.folder = folder;
    this.arguments = arguments;
    this.deaf = Files.exists(folder.resolve("deaf"));
    Pattern file = Pattern.compile("(?:^|,)file=([^,]*),if=virtio");
    for (String each : values("-drive")) {
      Matcher matcher = file.matcher(each);
      if (matcher.find()) {
        drives.add(matcher.group(1));
      }
    }
  }

  private List<String> values(String name) {
    List<String> values = new ArrayList<>();
    for (int i = 0; i + 1 < arguments.size(); i++) {
      if (arguments.get(i).equals(name)) {
        values.add(arguments.get(i + 1));
      }
    }
    return values;
  }

  /**
   * Runs.
   *
   * @param words the folder of its files, then QEMU's own arguments
   */
  public static void main(String... words) throws Exception {
    Path folder = Path.of(words[0]);
    FakeQemu qemu = new FakeQemu(folder, List.of(words).subList(1, words.length));
    if (Files.exists(folder.resolve("broken"))) {
      System.err.println("qemu: no such machine");
      System.exit(1);
    }
    qemu.log("start " + String.join(" ", qemu.arguments));
    try {
      qemu.serve();
    } catch (IOException e) {
      // As QEMU does where a port is taken.
      System.err.println("qemu: " + e.getMessage());
      System.exit(1);
    }
  }

  private synchronized void log(String line) throws IOException {
    Path _ =
        Files.writeString(
            folder.resolve("calls"),
            line + "\n",
            StandardOpenOption.CREATE,
            StandardOpenOption.APPEND);
  }

  private void serve() throws IOException {
    String console = values("-serial").getFirst().substring("file:".length());
    Path _ = Files.writeString(Path.of(console), "\u001b[2Jbooting\nlogin:\n");
    String screen = values("-vnc").getFirst().substring("unix:".length());
    Thread.ofPlatform().start(() -> vnc(listen(screen)));
    for (String each : values("-netdev")) {
      Matcher port = Pattern.compile("hostfwd=tcp:127\\.0\\.0\\.1:(\\d+)-:").matcher(each);
      if (port.find()) {
        ServerSocket server =
            new ServerSocket(Integer.parseInt(port.group(1)), 50, InetAddress.getLoopbackAddress());
        Thread.ofPlatform().start(() -> forward(server));
      }
    }
    String chardev = values("-chardev").getFirst();
    ServerSocketChannel monitor =
        listen(chardev.substring(chardev.indexOf("path=") + "path=".length()));
    try (SocketChannel channel = monitor.accept()) {
      monitor(channel, screen);
    }
  }

  private static ServerSocketChannel listen(String path) {
    try {
      ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      return server.bind(UnixDomainSocketAddress.of(path));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void monitor(SocketChannel channel, String screen) throws IOException {
    OutputStream out = Channels.newOutputStream(channel);
    write(out, "{\"QMP\": {\"version\": {}, \"capabilities\": []}}");
    BufferedReader in =
        new BufferedReader(
            new InputStreamReader(Channels.newInputStream(channel), StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String command = group(line, "\"execute\":\"([^\"]*)\"");
      String id = group(line, "\"id\":(\\d+)");
      log(command);
      write(out, "{\"event\": \"RTC_CHANGE\", \"data\": {}}");
      write(out, "{\"return\": " + result(command, line, screen) + ", \"id\": " + id + "}");
      if (command.equals("quit") || (command.equals("system_powerdown") && !deaf)) {
        System.exit(0);
      }
    }
  }

  private String result(String command, String line, String screen) throws IOException {
    return switch (command) {
      case "query-vnc" -> "{\"enabled\": true, \"host\": \"\", \"service\": \"" + screen + "\"}";
      case "query-block" -> blocks();
      case "human-monitor-command" ->
          Files.exists(folder.resolve("ssh"))
              ? "\"  TCP[ESTABLISHED] 12 127.0.0.1 2222 10.0.2.15 22\""
              : "\"  TCP[SYN_SENT] 12 127.0.0.1 2222 10.0.2.15 22\"";
      case "screendump" -> {
        Path _ = Files.writeString(Path.of(group(line, "\"filename\":\"([^\"]*)\"")), "a picture");
        yield "{}";
      }
      case "transaction" -> {
        Matcher files = Pattern.compile("\"snapshot-file\":\"([^\"]*)\"").matcher(line);
        drives.clear();
        while (files.find()) {
          Path _ = Files.writeString(Path.of(files.group(1)), "snapshot");
          drives.add(files.group(1));
        }
        yield "{}";
      }
      default -> "{}";
    };
  }

  private String blocks() {
    List<String> blocks = new ArrayList<>(List.of("{\"device\": \"cd0\", \"locked\": false}"));
    for (int i = 0; i < drives.size(); i++) {
      blocks.add(
          "{\"device\": \"virtio" + i + "\", \"inserted\": {\"file\": \"" + drives.get(i) + "\"}}");
    }
    return "[" + String.join(", ", blocks) + "]";
  }

  private static String group(String line, String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(line);
    return matcher.find() ? matcher.group(1) : "";
  }

  private static void write(OutputStream out, String line) throws IOException {
    out.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
  }

  private void vnc(ServerSocketChannel server) {
    while (true) {
      try (SocketChannel channel = server.accept()) {
        DataInputStream in = new DataInputStream(Channels.newInputStream(channel));
        OutputStream out = Channels.newOutputStream(channel);
        out.write("RFB 003.008\n".getBytes(StandardCharsets.US_ASCII));
        in.skipNBytes(12);
        out.write(new byte[] {1, 1});
        in.skipNBytes(1);
        out.write(new byte[4]);
        in.skipNBytes(1);
        out.write(new byte[24]);
        while (in.read() >= 0) {
          boolean down = in.read() == 1;
          in.skipNBytes(2);
          int key = in.readInt();
          if (down) {
            log("key " + Integer.toHexString(key));
          }
        }
      } catch (IOException e) {
        // The keyboard is gone.
        assert server.isOpen();
      }
    }
  }

  private void forward(ServerSocket server) {
    while (true) {
      try {
        Socket outer = server.accept();
        Path target = folder.resolve("ssh");
        if (Files.exists(target)) {
          Socket inner =
              new Socket(
                  InetAddress.getLoopbackAddress(),
                  Integer.parseInt(Files.readString(target).strip()));
          Thread.ofPlatform().start(() -> copy(outer, inner));
          Thread.ofPlatform().start(() -> copy(inner, outer));
        } else {
          outer.close();
        }
      } catch (IOException e) {
        assert !server.isClosed();
      }
    }
  }

  private static void copy(Socket from, Socket to) {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      long _ = in.transferTo(to.getOutputStream());
    } catch (IOException e) {
      // One side is gone.
      return;
    }
  }
}
