package dev.ingot.bake.winrm;

import dev.ingot.http.Framing;
import dev.ingot.http.Headers;
import dev.ingot.http.HttpReader;
import dev.ingot.http.HttpWriter;
import dev.ingot.http.RequestHead;
import dev.ingot.http.ResponseHead;
import dev.ingot.http.TcpConnection;
import dev.ingot.http.Watchdog;
import dev.ingot.http.tls.CertificateFiles;
import dev.ingot.http.tls.TlsLayer;
import dev.ingot.http.tls.TlsSettings;
import dev.ingot.http.tls.Trust;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * One connection to a machine, logged in: NTLM proves who speaks once for each connection. Used by
 * one thread at a time.
 */
final class WinRmConnection implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(30);
  private static final Duration WRITE = Duration.ofMinutes(2);

  /** Longer than the time after which the machine answers that there is no output yet. */
  private static final Duration ANSWER = Duration.ofMinutes(3);

  private static final int LARGEST = 64 << 20;

  private final WinRmSettings settings;
  private final TcpConnection connection;
  private final HttpReader reader;
  private final Clock clock;
  private final RandomGenerator random;
  private boolean known;

  private WinRmConnection(
      WinRmSettings settings, TcpConnection connection, Clock clock, RandomGenerator random) {
    this.settings = settings;
    this.connection = connection;
    this.reader = new HttpReader(connection);
    this.clock = clock;
    this.random = random;
  }

  static WinRmConnection open(
      WinRmSettings settings, Watchdog watchdog, Clock clock, RandomGenerator random)
      throws IOException {
    String host = settings.host().orElse("");
    Socket socket = new Socket();
    boolean done = false;
    try {
      socket.connect(new InetSocketAddress(host, settings.port()), (int) CONNECT.toMillis());
      socket.setSoTimeout((int) CONNECT.toMillis());
      Socket used = settings.tls() ? tls(settings).secure(socket, host, settings.port()) : socket;
      used.setSoTimeout(0);
      WinRmConnection opened =
          new WinRmConnection(settings, new TcpConnection(used, watchdog), clock, random);
      done = true;
      return opened;
    } finally {
      if (!done) {
        socket.close();
      }
    }
  }

  private static TlsLayer tls(WinRmSettings settings) {
    TlsSettings ofHost = TlsSettings.ofHost(CertificateFiles.of(Map.of()));
    return new TlsLayer(settings.trusting() ? ofHost.withTrust(new Trust.Anyone()) : ofHost);
  }

  private record Answer(int status, Headers headers, String body) {}

  /**
   * Sends an envelope.
   *
   * @return the envelope that is answered, also that of a fault
   * @throws WinRmFault when the user is refused
   */
  String post(String envelope) throws IOException {
    Answer answer;
    if (!settings.ntlm()) {
      String credentials = settings.user() + ":" + settings.password();
      answer =
          send(
              Optional.of(
                  "Basic "
                      + Base64.getEncoder()
                          .encodeToString(credentials.getBytes(StandardCharsets.UTF_8))),
              envelope);
    } else if (known) {
      answer = send(Optional.empty(), envelope);
    } else {
      answer = logIn(envelope);
      known = true;
    }
    if (answer.status() == 401) {
      throw WinRmFault.ofLogin(
          "the user or the password is wrong, or WinRM doesn't allow "
              + (settings.ntlm() ? "NTLM" : "basic authentication")
              + " (HTTP 401)");
    }
    if (answer.status() != 200 && !answer.body().contains("Envelope")) {
      throw new IOException("it answers with HTTP status " + answer.status());
    }
    return answer.body();
  }

  private Answer logIn(String envelope) throws IOException {
    Answer challenge = send(Optional.of(negotiate(Ntlm.negotiate())), "");
    Optional<String> given =
        challenge.headers().all("www-authenticate").stream()
            .filter(each -> each.toLowerCase(Locale.ROOT).startsWith("negotiate "))
            .map(each -> each.substring("negotiate ".length()).strip())
            .findFirst();
    if (given.isEmpty()) {
      return new Answer(401, Headers.NONE, "");
    }
    byte[] message;
    try {
      message = Base64.getDecoder().decode(given.get());
    } catch (IllegalArgumentException e) {
      throw new IOException("the server's NTLM challenge is damaged", e);
    }
    return send(
        Optional.of(
            negotiate(
                Ntlm.authenticate(
                    message, settings.user(), settings.password(), clock.instant(), random))),
        envelope);
  }

  private static String negotiate(byte[] message) {
    return "Negotiate " + Base64.getEncoder().encodeToString(message);
  }

  private Answer send(Optional<String> authorization, String envelope) throws IOException {
    byte[] body = envelope.getBytes(StandardCharsets.UTF_8);
    Headers headers =
        Headers.NONE
            .with("Host", settings.host().orElse("") + ":" + settings.port())
            .with("Content-Type", "application/soap+xml;charset=UTF-8")
            .with("Content-Length", Integer.toString(body.length));
    if (authorization.isPresent()) {
      headers = headers.with("Authorization", authorization.get());
    }
    byte[] head = HttpWriter.head(new RequestHead("POST", "/wsman", 1, headers));
    connection.write(head, 0, head.length, WRITE);
    connection.write(body, 0, body.length, WRITE);
    ResponseHead answer = reader.readResponseHead(ANSWER);
    HttpReader.Body content = reader.body(Framing.of(answer, "POST"));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    byte[] buffer = new byte[16 * 1024];
    for (int n = content.read(buffer, 0, buffer.length, ANSWER);
        n >= 0;
        n = content.read(buffer, 0, buffer.length, ANSWER)) {
      if (bytes.size() > LARGEST) {
        throw new IOException("its answer is too long");
      }
      bytes.write(buffer, 0, n);
    }
    return new Answer(answer.status(), answer.headers(), bytes.toString(StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    connection.close();
  }
}
