package dev.ingot.cli.view;

import dev.ingot.cli.terminal.Terminal;
import dev.ingot.cli.terminal.Version;
import dev.ingot.cli.terminal.Wording;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.DiagnosticJson;
import dev.ingot.lang.JsonDocument;
import dev.ingot.lang.syntax.EnclosingBlocks;
import java.time.Clock;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.Locale;

/**
 * Events for programs: one JSON object a line, the first with the versions. Safe for use by several
 * threads. Rules: Terraform's machine-readable interface, version 1.2.
 */
public final class EventStream {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSXXX", Locale.ROOT)
          .withZone(ZoneId.systemDefault());

  private final Terminal terminal;
  private final Wording wording;
  private final Clock clock;

  /** Begins the stream. */
  public EventStream(Terminal terminal, Wording wording, Clock clock) {
    this.terminal = terminal;
    this.wording = wording;
    this.clock = clock;
    line(
        "info",
        wording.titled(),
        "version",
        json -> {
          json.writeStringProperty("terraform", Version.TERRAFORM_LANGUAGE);
          json.writeStringProperty("ui", "1.2");
        });
  }

  /**
   * Writes one event.
   *
   * @param rest the fields specific to this type of event
   */
  public synchronized void line(String level, String message, String type, JsonDocument rest) {
    terminal.line(
        JsonDocument.line(
            json -> {
              json.writeStartObject();
              json.writeStringProperty("@level", level);
              json.writeStringProperty("@message", message);
              json.writeStringProperty("@module", "terraform.ui");
              json.writeStringProperty("@timestamp", TIME.format(clock.instant()));
              json.writeStringProperty("type", type);
              rest.write(json);
              json.writeEndObject();
            }));
  }

  /**
   * Writes diagnostics, an event each.
   *
   * @param rest the additional fields of each
   */
  public void diagnostics(Collection<Diagnostic> found, JsonDocument rest) {
    EnclosingBlocks enclosing = new EnclosingBlocks();
    for (Diagnostic each : DiagnosticView.sorted(found)) {
      Diagnostic diagnostic = wording.told(each);
      line(
          diagnostic.isError() ? "error" : "warn",
          (diagnostic.isError() ? "Error: " : "Warning: ") + diagnostic.summary(),
          "diagnostic",
          json -> {
            rest.write(json);
            json.writeName("diagnostic");
            DiagnosticJson.write(json, diagnostic, enclosing);
          });
    }
  }
}
