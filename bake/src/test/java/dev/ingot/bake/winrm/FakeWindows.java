package dev.ingot.bake.winrm;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A machine that speaks WinRM. Its files are in a folder; of PowerShell it knows the scripts by
 * which files are copied, and other commands are answered by the test.
 */
public final class FakeWindows implements AutoCloseable {
  /** Its user. */
  public static final String USER = "vagrant";

  /** The password of the user. */
  public static final String PASSWORD = "pass'word";

  private final HttpServer server;
  private final Path disk;
  private final Function<String, Result> commands;
  private final List<String> ran = new CopyOnWriteArrayList<>();
  private final Map<String, Map<String, String>> shells = new ConcurrentHashMap<>();
  private final Map<String, Run> runs = new ConcurrentHashMap<>();
  private final Set<Integer> loggedIn = ConcurrentHashMap.newKeySet();
  private final AtomicInteger number = new AtomicInteger();
  private volatile boolean ntlm;

  /** What a command prints and how it ends. */
  public record Result(String out, String err, int code) {}

  private static final class Run {
    private final String line;
    private final ByteArrayOutputStream input = new ByteArrayOutputStream();
    private int asked;

    Run(String line) {
      this.line = line;
    }
  }

  /**
   * @param commands answers what isn't a copy
   */
  public FakeWindows(Path disk, Function<String, Result> commands) throws IOException {
    this.disk = disk;
    this.commands = commands;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/wsman", this::answer);
    server.start();
  }

  /** Takes NTLM only. */
  public FakeWindows ntlm() {
    ntlm = true;
    return this;
  }

  /** Its port. */
  public int port() {
    return server.getAddress().getPort();
  }

  /** The commands that were not copies, in order. */
  public List<String> ran() {
    return List.copyOf(ran);
  }

  /** The shells that are left. */
  public Set<String> shells() {
    return Set.copyOf(shells.keySet());
  }

  /** A file of its disk. */
  public Path file(String path) {
    return disk.resolve(path.replaceFirst("^[a-zA-Z]:[/\\\\]", "").replace('\\', '/'));
  }

  private void answer(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    if (!allowed(exchange)) {
      return;
    }
    try {
      send(exchange, 200, envelope(act(body)));
    } catch (IllegalStateException e) {
      send(
          exchange,
          500,
          envelope(
              "<s:Fault><f:WSManFault Code=\"2150858793\"><f:Message>"
                  + e.getMessage()
                  + "</f:Message></f:WSManFault></s:Fault>"));
    }
  }

  private boolean allowed(HttpExchange exchange) throws IOException {
    String given = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
    if (!ntlm) {
      String wanted =
          "Basic "
              + Base64.getEncoder()
                  .encodeToString((USER + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8));
      if (!given.equals(wanted)) {
        exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"WSMAN\"");
        send(exchange, 401, "");
        return false;
      }
      return true;
    }
    int peer = exchange.getRemoteAddress().getPort();
    if (loggedIn.contains(peer)) {
      return true;
    }
    byte[] message =
        given.startsWith("Negotiate ")
            ? Base64.getDecoder().decode(given.substring("Negotiate ".length()))
            : new byte[12];
    if (message[8] == 3 && NtlmTest.isRight(message, USER, PASSWORD)) {
      loggedIn.add(peer);
      return true;
    }
    exchange
        .getResponseHeaders()
        .add(
            "WWW-Authenticate",
            message[8] == 1
                ? "Negotiate " + Base64.getEncoder().encodeToString(NtlmTest.challenge())
                : "Negotiate");
    send(exchange, 401, "");
    return false;
  }

  private String act(String body) throws IOException {
    String action = one(body, "<a:Action[^>]*>([^<]*)");
    return switch (action.substring(action.lastIndexOf('/') + 1)) {
      case "Create" -> {
        String id = "S" + number.incrementAndGet();
        Map<String, String> variables = new ConcurrentHashMap<>();
        Matcher each = Pattern.compile("<rsp:Variable Name=\"([^\"]*)\">([^<]*)").matcher(body);
        while (each.find()) {
          variables.put(each.group(1), plain(each.group(2)));
        }
        shells.put(id, variables);
        yield "<w:Selector Name=\"ShellId\">" + id + "</w:Selector>";
      }
      case "Command" -> {
        String id = "C" + number.incrementAndGet();
        runs.put(id, new Run(plain(one(body, "<rsp:Command>([^<]*)"))));
        yield "<r:CommandId>" + id + "</r:CommandId>";
      }
      case "Send" -> {
        run(body)
            .input
            .writeBytes(Base64.getDecoder().decode(one(body, "<rsp:Stream[^>]*>([^<]*)")));
        yield "";
      }
      case "Receive" -> {
        Run run = run(body);
        if (run.asked++ == 0 && !run.line.contains("EncodedCommand")) {
          throw new IllegalStateException("no output within the time");
        }
        yield result(
            one(body, "CommandId=\"([^\"]*)"),
            execute(run, shells.getOrDefault(one(body, "Name=\"ShellId\">([^<]*)"), Map.of())));
      }
      case "Delete" -> {
        shells.remove(one(body, "Name=\"ShellId\">([^<]*)"));
        yield "";
      }
      default -> "";
    };
  }

  private Run run(String body) {
    return Optional.ofNullable(runs.get(one(body, "CommandId=\"([^\"]*)"))).orElseThrow();
  }

  private static String result(String id, Result result) {
    return "<r:Stream Name=\"stdout\" CommandId=\""
        + id
        + "\">"
        + encoded(result.out())
        + "</r:Stream><r:Stream Name=\"stderr\" CommandId=\""
        + id
        + "\">"
        + encoded(result.err())
        + "</r:Stream><r:CommandState State=\"x/CommandState/Done\"><r:ExitCode>"
        + Integer.toUnsignedString(result.code())
        + "</r:ExitCode></r:CommandState>";
  }

  private static String encoded(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private Result execute(Run run, Map<String, String> environment) throws IOException {
    Matcher script = Pattern.compile("-EncodedCommand (\\S+)").matcher(run.line);
    if (!script.find()) {
      if (!run.line.equals("exit 0")) {
        ran.add(run.line + (environment.isEmpty() ? "" : " " + environment));
      }
      return run.line.equals("exit 0") ? new Result("", "", 0) : commands.apply(run.line);
    }
    String text =
        new String(Base64.getDecoder().decode(script.group(1)), StandardCharsets.UTF_16LE);
    Path file = file(one(text, "Variables\\('((?:[^']|'')*)'\\)").replace("''", "'"));
    if (text.contains("FromBase64String")) {
      ByteArrayOutputStream content = new ByteArrayOutputStream();
      for (String line : run.input.toString(StandardCharsets.US_ASCII).lines().toList()) {
        content.writeBytes(Base64.getDecoder().decode(line));
      }
      Files.createDirectories(file.getParent());
      Files.write(file, content.toByteArray());
      return new Result("", "", 0);
    }
    if (text.contains("Get-ChildItem")) {
      List<String> names = new ArrayList<>();
      try (var all = Files.walk(file)) {
        all.filter(Files::isRegularFile)
            .forEach(
                each -> names.add(encoded(file.relativize(each).toString().replace('/', '\\'))));
      }
      return new Result(String.join("\r\n", names), "", 0);
    }
    if (text.contains("OpenRead")) {
      if (!Files.exists(file)) {
        return new Result("", "Could not find file", 1);
      }
      return new Result(
          Base64.getMimeEncoder(64, "\r\n".getBytes(StandardCharsets.US_ASCII))
              .encodeToString(Files.readAllBytes(file)),
          "",
          0);
    }
    if (text.contains("Remove-Item")) {
      Files.deleteIfExists(file);
      return new Result("", "", 0);
    }
    return new Result("", "", Files.isDirectory(file) ? 0 : 10);
  }

  private static String plain(String text) {
    return text.replace("&quot;", "\"")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&");
  }

  private static String one(String text, String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    return matcher.find() ? matcher.group(1) : "";
  }

  private static String envelope(String body) {
    return "<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\""
        + " xmlns:w=\"w\" xmlns:r=\"r\" xmlns:f=\"f\"><s:Body>"
        + body
        + "</s:Body></s:Envelope>";
  }

  private static void send(HttpExchange exchange, int status, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
