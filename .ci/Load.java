import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/**
 * Asks one address over and over, until a file is there, and counts every answer. Nothing is retried: a request that
 * gets no whole answer with status 200 is lost. Half of the askers keep their connection, half make one per request.
 *
 * <p>Arguments: port, path, stop file, result file.
 */
public final class Load {
  private static final int ASKERS = 8;
  private static final long MOST_SECONDS = 900;

  private final int port;
  private final byte[] keeping;
  private final byte[] closing;
  private final Path stop;
  private final AtomicLong asked = new AtomicLong();
  private final AtomicLong lost = new AtomicLong();
  private final Map<String, AtomicLong> answers = new ConcurrentSkipListMap<>();

  private Load(int port, String path, Path stop) {
    this.port = port;
    this.stop = stop;
    String head = "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\n";
    this.keeping = (head + "\r\n").getBytes(StandardCharsets.US_ASCII);
    this.closing = (head + "Connection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
  }

  /** Runs until the stop file is there. */
  public static void main(String[] arguments) throws Exception {
    Load load = new Load(Integer.parseInt(arguments[0]), arguments[1], Path.of(arguments[2]));
    List<Thread> threads =
        IntStream.range(0, ASKERS)
            .mapToObj(i -> Thread.ofPlatform().start(() -> load.ask(i % 2 == 0)))
            .toList();
    for (Thread thread : threads) {
      thread.join();
    }
    StringBuilder text = new StringBuilder();
    load.answers.forEach((answer, count) -> text.append(count).append(" x ").append(answer).append('\n'));
    text.append(
        String.format(Locale.ROOT, "requests %d, lost %d%n", load.asked.get(), load.lost.get()));
    Files.writeString(Path.of(arguments[3]), text);
    System.out.print(text);
  }

  private void ask(boolean keep) {
    long until = System.nanoTime() + MOST_SECONDS * 1_000_000_000L;
    Connection connection = new Connection();
    while (!Files.exists(stop) && System.nanoTime() < until) {
      asked.incrementAndGet();
      String answer;
      try {
        answer = connection.ask(keep ? keeping : closing);
      } catch (IOException | RuntimeException e) {
        answer = "lost: " + e;
        connection.close();
      }
      if (!answer.startsWith("200 ")) {
        lost.incrementAndGet();
      }
      answers.computeIfAbsent(answer, _ -> new AtomicLong()).incrementAndGet();
      if (!keep) {
        connection.close();
      }
      try {
        Thread.sleep(5);
      } catch (InterruptedException e) {
        return;
      }
    }
    connection.close();
  }

  private final class Connection {
    private Socket socket = new Socket();
    private InputStream in = InputStream.nullInputStream();
    private boolean open;

    String ask(byte[] request) throws IOException {
      if (!open) {
        socket = new Socket();
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(15_000);
        socket.connect(new InetSocketAddress("127.0.0.1", port), 5_000);
        in = new BufferedInputStream(socket.getInputStream());
        open = true;
      }
      socket.getOutputStream().write(request);
      String status = line();
      int length = -1;
      boolean chunked = false;
      boolean closes = false;
      for (String header = line(); !header.isEmpty(); header = line()) {
        String lower = header.toLowerCase(Locale.ROOT);
        if (lower.startsWith("content-length:")) {
          length = Integer.parseInt(lower.substring(15).trim());
        } else if (lower.startsWith("transfer-encoding:")) {
          chunked = lower.contains("chunked");
        } else if (lower.startsWith("connection:")) {
          closes = lower.contains("close");
        }
      }
      String body = chunked ? chunks() : length >= 0 ? text(length) : text(-1);
      if (closes || (length < 0 && !chunked)) {
        close();
      }
      String code = status.split(" ", 3)[1];
      return code + " " + body.strip().lines().findFirst().orElse("");
    }

    private String line() throws IOException {
      StringBuilder line = new StringBuilder();
      for (int c = in.read(); c != '\n'; c = in.read()) {
        if (c < 0) {
          throw new IOException("the connection ended within an answer");
        }
        if (c != '\r') {
          line.append((char) c);
        }
      }
      return line.toString();
    }

    private String text(int length) throws IOException {
      byte[] bytes = length < 0 ? in.readAllBytes() : in.readNBytes(length);
      if (length >= 0 && bytes.length < length) {
        throw new IOException("the answer was cut off");
      }
      return new String(bytes, StandardCharsets.UTF_8);
    }

    private String chunks() throws IOException {
      StringBuilder body = new StringBuilder();
      for (int size = Integer.parseInt(line().trim(), 16); size > 0; size = Integer.parseInt(line().trim(), 16)) {
        body.append(text(size));
        line();
      }
      line();
      return body.toString();
    }

    void close() {
      open = false;
      try {
        socket.close();
      } catch (IOException e) {
        // It is being given up.
      }
    }
  }
}
