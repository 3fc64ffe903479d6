package dev.ingot.bake.winrm;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** A shell on a machine, in which commands run one after another. Used by one thread. */
final class WinRmShell implements AutoCloseable {
  private static final Map<String, String> NEW =
      new TreeMap<>(Map.of("WINRS_CODEPAGE", "65001", "WINRS_NOPROFILE", "FALSE"));
  private static final Map<String, String> COMMAND =
      new TreeMap<>(Map.of("WINRS_CONSOLEMODE_STDIN", "TRUE", "WINRS_SKIP_CMD_SHELL", "FALSE"));

  /** So that a message with it is well below the size that machines take. */
  private static final int INPUT = 64 * 1024;

  private static final String DONE = "/CommandState/Done";

  private final WinRmSettings settings;
  private final WinRmConnection connection;
  private final String id;

  private WinRmShell(WinRmSettings settings, WinRmConnection connection, String id) {
    this.settings = settings;
    this.connection = connection;
    this.id = id;
  }

  /**
   * Makes one; it owns the connection.
   *
   * @param environment variables of its commands
   */
  static WinRmShell open(
      WinRmSettings settings, WinRmConnection connection, Map<String, String> environment)
      throws IOException {
    StringBuilder body = new StringBuilder("<rsp:Shell>");
    if (!environment.isEmpty()) {
      body.append("<rsp:Environment>");
      environment.forEach(
          (name, value) ->
              body.append("<rsp:Variable Name=\"")
                  .append(Envelope.escaped(name))
                  .append("\">")
                  .append(Envelope.escaped(value))
                  .append("</rsp:Variable>"));
      body.append("</rsp:Environment>");
    }
    body.append("<rsp:InputStreams>stdin</rsp:InputStreams>")
        .append("<rsp:OutputStreams>stdout stderr</rsp:OutputStreams></rsp:Shell>");
    Document made =
        Envelope.read(
            connection.post(
                Envelope.of(
                    settings.url(),
                    Envelope.CREATE,
                    UUID.randomUUID().toString(),
                    Optional.empty(),
                    NEW,
                    body.toString())));
    String id =
        Envelope.elements(made, "Selector").stream()
            .filter(each -> each.getAttribute("Name").equals("ShellId"))
            .findFirst()
            .or(() -> Envelope.elements(made, "ShellId").stream().findFirst())
            .map(each -> each.getTextContent().strip())
            .orElseThrow(() -> new IOException("it named no shell"));
    return new WinRmShell(settings, connection, id);
  }

  private Document call(String action, Map<String, String> options, String body)
      throws IOException {
    return Envelope.read(
        connection.post(
            Envelope.of(
                settings.url(),
                action,
                UUID.randomUUID().toString(),
                Optional.of(id),
                options,
                body)));
  }

  /**
   * Runs a command line by {@code cmd.exe}.
   *
   * @param input what it reads
   * @return its exit code
   */
  int run(String line, InputStream input, OutputStream out, OutputStream err) throws IOException {
    Document begun =
        call(
            Envelope.SHELL + "/Command",
            COMMAND,
            "<rsp:CommandLine><rsp:Command>"
                + Envelope.escaped(line)
                + "</rsp:Command></rsp:CommandLine>");
    String command =
        Envelope.elements(begun, "CommandId").stream()
            .findFirst()
            .map(each -> each.getTextContent().strip())
            .orElseThrow(() -> new IOException("it named no command"));
    boolean ended = false;
    try {
      send(command, input);
      while (true) {
        Optional<Integer> code = receive(command, out, err);
        if (code.isPresent()) {
          ended = true;
          return code.get();
        }
      }
    } finally {
      if (ended) {
        signal(command);
      }
    }
  }

  private void send(String command, InputStream input) throws IOException {
    byte[] next = input.readNBytes(INPUT);
    while (next.length > 0) {
      byte[] some = next;
      next = input.readNBytes(INPUT);
      Document _ =
          call(
              Envelope.SHELL + "/Send",
              Map.of(),
              "<rsp:Send><rsp:Stream Name=\"stdin\" CommandId=\""
                  + Envelope.escaped(command)
                  + (next.length == 0 ? "\" End=\"true\">" : "\">")
                  + Base64.getEncoder().encodeToString(some)
                  + "</rsp:Stream></rsp:Send>");
    }
  }

  private Optional<Integer> receive(String command, OutputStream out, OutputStream err)
      throws IOException {
    Document some;
    try {
      some =
          call(
              Envelope.SHELL + "/Receive",
              Map.of("WSMAN_CMDSHELL_OPTION_KEEPALIVE", "TRUE"),
              "<rsp:Receive><rsp:DesiredStream CommandId=\""
                  + Envelope.escaped(command)
                  + "\">stdout stderr</rsp:DesiredStream></rsp:Receive>");
    } catch (WinRmFault e) {
      if (e.isNoOutputYet()) {
        return Optional.empty();
      }
      throw e;
    }
    for (Element stream : Envelope.elements(some, "Stream")) {
      byte[] bytes;
      try {
        bytes = Base64.getMimeDecoder().decode(stream.getTextContent().strip());
      } catch (IllegalArgumentException e) {
        throw new IOException("its output is damaged", e);
      }
      (stream.getAttribute("Name").equals("stderr") ? err : out).write(bytes);
    }
    boolean done =
        Envelope.elements(some, "CommandState").stream()
            .anyMatch(each -> each.getAttribute("State").endsWith(DONE));
    if (!done) {
      return Optional.empty();
    }
    String code =
        Envelope.elements(some, "ExitCode").stream()
            .findFirst()
            .map(each -> each.getTextContent().strip())
            .orElse("0");
    try {
      // Windows has codes of 32 bits without a sign.
      return Optional.of((int) Long.parseLong(code));
    } catch (NumberFormatException e) {
      throw new IOException("its exit code is not a number", e);
    }
  }

  /** Frees what the machine keeps of a command. */
  private void signal(String command) throws IOException {
    Document _ =
        call(
            Envelope.SHELL + "/Signal",
            Map.of(),
            "<rsp:Signal CommandId=\""
                + Envelope.escaped(command)
                + "\"><rsp:Code>"
                + Envelope.SHELL
                + "/signal/terminate</rsp:Code></rsp:Signal>");
  }

  /** Ends it on the machine, with all that runs in it, over another connection. */
  void kill(WinRmConnection other) throws IOException {
    new WinRmShell(settings, other, id).delete();
  }

  private void delete() throws IOException {
    Document _ = call(Envelope.DELETE, Map.of(), "");
  }

  @Override
  public void close() {
    try (connection) {
      delete();
    } catch (IOException e) {
      // The machine ends idle shells itself.
      return;
    }
  }
}
