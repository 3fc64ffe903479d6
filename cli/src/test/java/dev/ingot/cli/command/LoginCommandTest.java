package dev.ingot.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.ingot.cli.Main;
import dev.ingot.cli.Ran;
import dev.ingot.cli.invocation.ExitCode;
import dev.ingot.cli.terminal.Terminal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tokens are obtained from a host, kept for this user only, and never printed. */
@Timeout(60)
class LoginCommandTest {
  private static final String TOKEN = "s3cr3t-token";

  @TempDir Path temporary = Path.of("");
  private Path folder = Path.of("");
  private HttpServer server = fails();
  private final AtomicReference<String> exchanged = new AtomicReference<>("");
  private final AtomicReference<String> challenge = new AtomicReference<>("");

  private static HttpServer fails() {
    try {
      return HttpServer.create();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @BeforeEach
  void prepare() throws IOException {
    folder = Files.createDirectory(temporary.resolve("w"));
    Files.createDirectories(temporary.resolve("home"));
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/token",
        exchange -> {
          exchanged.set(
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          byte[] answer = ("{\"access_token\":\"" + TOKEN + "\"}").getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private Map<String, String> environment(String more) throws IOException {
    String base = "http://127.0.0.1:" + server.getAddress().getPort();
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    Path file = temporary.resolve("cli.tfrc");
    Files.writeString(
        file,
        """
        host "oauth.example.com" {
          services = {
            "login.v1" = {
              client      = "tf-cli"
              grant_types = ["authz_code"]
              authz       = "BASE/authz?x=1"
              token       = "BASE/token"
              ports       = [PORT, 65535]
            }
          }
        }
        host "page.example.com" {
          services = {
            "tfe.v2" = "BASE/api/v2/"
          }
        }
        host "none.example.com" {
          services = {
            "modules.v1" = "BASE/v1/"
          }
        }
        """
                .replace("BASE", base)
                .replace("PORT", String.valueOf(port))
            + more);
    return Map.of("TF_CLI_CONFIG_FILE", file.toString());
  }

  private Path credentials() {
    return temporary.resolve("home/.terraform.d/credentials.tfrc.json");
  }

  /** Runs {@code login}, with a browser that follows the address it prints. */
  private Ran browsing(Map<String, String> more, UnaryOperator<String> answer) {
    Map<String, String> environment = new HashMap<>(more);
    environment.put("HOME", temporary.resolve("home").toString());
    environment.put("INGOT_HOME", temporary.resolve("ingot").toString());
    ByteArrayOutputStream seen = new ByteArrayOutputStream();
    AtomicReference<Thread> browser = new AtomicReference<>();
    OutputStream watched =
        new OutputStream() {
          @Override
          public synchronized void write(int b) {
            seen.write(b);
            String text = seen.toString(StandardCharsets.UTF_8);
            int start = text.indexOf("    http://127.0.0.1");
            int end = start < 0 ? -1 : text.indexOf('\n', start);
            if (end > 0 && browser.get() == null) {
              String page = text.substring(start, end).strip();
              browser.set(Thread.ofPlatform().start(() -> visit(page, answer)));
            }
          }
        };
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal =
        new Terminal(
            new ByteArrayInputStream("yes\n".getBytes(StandardCharsets.UTF_8)),
            new PrintStream(watched, false, StandardCharsets.UTF_8),
            new PrintStream(err, false, StandardCharsets.UTF_8),
            false,
            false,
            false,
            78);
    int code = Main.run(List.of("login", "oauth.example.com"), terminal, folder, environment);
    terminal.flush();
    return new Ran(
        code, seen.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private void visit(String page, UnaryOperator<String> answer) {
    Map<String, String> query = new HashMap<>();
    for (String each : String.valueOf(URI.create(page).getRawQuery()).split("&")) {
      String[] parts = each.split("=", 2);
      query.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
    }
    challenge.set(query.getOrDefault("code_challenge", ""));
    URI back = URI.create(query.getOrDefault("redirect_uri", ""));
    for (String text : answer.apply(query.getOrDefault("state", "")).split("\n")) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), back.getPort())) {
        socket
            .getOutputStream()
            .write(
                ("GET " + text + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
        socket.getInputStream().readAllBytes();
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @Test
  void aCodeOfTheBrowserIsExchangedForATokenWithItsProof() throws Exception {
    Ran ran = browsing(environment(""), state -> "/login?state=" + state + "&code=c0de");
    assertThat(ran.code()).as(ran.all()).isEqualTo(ExitCode.OK);
    assertThat(ran.out()).contains("has obtained and saved an API token").doesNotContain(TOKEN);
    assertThat(exchanged.get()).contains("client_id=tf-cli", "code=c0de", "authorization_code");
    String verifier = String.valueOf(exchanged.get()).replaceAll(".*code_verifier=([^&]*).*", "$1");
    byte[] digest =
        MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
    assertThat(challenge.get())
        .isEqualTo(Base64.getUrlEncoder().withoutPadding().encodeToString(digest));
    assertThat(credentials()).content().contains("oauth.example.com", TOKEN);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(credentials())))
        .isEqualTo("rw-------");
  }

  @Test
  void aVisitorWhoDoesNotKnowTheStateIsNotHeard() throws Exception {
    Ran ran =
        browsing(
            environment(""),
            state ->
                "/login?state=forged&code=evil\n/favicon.ico\n/login?state="
                    + state
                    + "&code=c0de");
    assertThat(ran.code()).as(ran.all()).isEqualTo(ExitCode.OK);
    assertThat(exchanged.get()).contains("code=c0de").doesNotContain("evil");
  }

  @Test
  void aRefusalIsAnErrorAndNothingIsKept() throws Exception {
    Ran ran = browsing(environment(""), state -> "/login?state=" + state + "&error=access_denied");
    assertThat(ran.code()).isEqualTo(ExitCode.ERROR);
    assertThat(ran.err()).contains("The host refused: access_denied.");
    assertThat(credentials()).doesNotExist();
  }

  private Ran typed(String text, Map<String, String> environment, String... words) {
    Map<String, String> all = new HashMap<>(environment);
    all.put("HOME", temporary.resolve("home").toString());
    all.put("INGOT_HOME", temporary.resolve("ingot").toString());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal =
        new Terminal(
            new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
            new PrintStream(out, false, StandardCharsets.UTF_8),
            new PrintStream(err, false, StandardCharsets.UTF_8),
            false,
            false,
            false,
            78);
    int code = Main.run(List.of(words), terminal, folder, all);
    terminal.flush();
    return new Ran(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  @Test
  void aTokenOfAPageIsTypedInAndRemovedByLogout() throws IOException {
    Map<String, String> environment = environment("");
    Files.createDirectories(credentials().resolveSibling("."));
    Files.writeString(
        credentials(),
        "{\"other\": 1, \"credentials\": {\"kept.example.com\": {\"token\": \"kept\"}}}");
    Ran ran = typed("yes\n" + TOKEN + "\n", environment, "login", "page.example.com");
    assertThat(ran.code()).as(ran.all()).isEqualTo(ExitCode.OK);
    assertThat(ran.out())
        .contains("https://127.0.0.1:", "/app/settings/tokens?source=terraform-login")
        .doesNotContain(TOKEN);
    assertThat(credentials()).content().contains(TOKEN, "kept.example.com", "\"other\"");

    assertThat(typed("", environment, "logout", "page.example.com").out())
        .contains("Removing the stored credentials", "Success!");
    assertThat(credentials()).content().contains("kept.example.com").doesNotContain(TOKEN);
    assertThat(typed("", environment, "logout", "page.example.com").out())
        .contains("No credentials for page.example.com are stored.");
  }

  @Test
  void aHelperKeepsTheTokenWhereOneIsConfigured() throws IOException {
    Path plugins = Files.createDirectories(temporary.resolve("home/.terraform.d/plugins"));
    Path helper = plugins.resolve("terraform-credentials-test");
    Files.writeString(
        helper,
        "#!/bin/sh\necho \"$1 $2\" >> " + temporary + "/asked\ncat >> " + temporary + "/asked\n");
    Files.setPosixFilePermissions(helper, PosixFilePermissions.fromString("rwx------"));
    Ran ran =
        typed(
            "yes\n" + TOKEN + "\n",
            environment("credentials_helper \"test\" {\n  args = []\n}\n"),
            "login",
            "page.example.com");
    assertThat(ran.code()).as(ran.all()).isEqualTo(ExitCode.OK);
    assertThat(temporary.resolve("asked"))
        .content()
        .contains("store page.example.com", "{\"token\":\"" + TOKEN + "\"}");
    assertThat(credentials()).doesNotExist();
  }

  @Test
  void nothingHappensWithoutAYes() throws IOException {
    Ran ran = typed("no\n", environment(""), "login", "page.example.com");
    assertThat(ran.code()).isEqualTo(ExitCode.ERROR);
    assertThat(ran.err()).contains("Login cancelled");
  }

  @Test
  void aHostThatGivesNoTokensIsNamed() throws IOException {
    Ran ran = typed("yes\n", environment(""), "login", "none.example.com");
    assertThat(ran.err()).contains("Host does not support Terraform tokens API");
    assertThat(typed("", environment(""), "login", "bad host!").err()).contains("Invalid hostname");
  }

  @Test
  void aDamagedFileOfTokensIsNotReplaced() throws IOException {
    Files.createDirectories(credentials().resolveSibling("."));
    Files.writeString(credentials(), "{\"credentials\": [broken");
    Ran ran = typed("yes\n" + TOKEN + "\n", environment(""), "login", "page.example.com");
    assertThat(ran.code()).isEqualTo(ExitCode.ERROR);
    assertThat(credentials()).content().isEqualTo("{\"credentials\": [broken");
  }
}
