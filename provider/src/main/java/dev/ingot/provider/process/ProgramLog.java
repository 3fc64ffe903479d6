package dev.ingot.provider.process;

import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.ValueJson;
import dev.ingot.lang.value.ValueJsonException;
import dev.ingot.lang.value.Values;
import dev.ingot.storage.log.CommandLog;
import dev.ingot.storage.log.CommandLog.Severity;
import dev.ingot.storage.log.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;

/**
 * Takes what a provider prints as errors into the log of the command, with its severity: lines of
 * JSON, as the SDKs write them, and lines that begin with {@code [DEBUG]}. Other lines are of
 * {@link Severity#DEBUG}.
 */
final class ProgramLog {
  /** Names of fields that may hold secrets. */
  private static final List<String> SECRET =
      List.of("secret", "token", "password", "authorization", "credential", "private_key");

  private final String name;
  private final CommandLog log;

  /**
   * @param name of the program
   */
  ProgramLog(String name, CommandLog log) {
    this.name = name;
    this.log = log;
  }

  /** Takes a line. */
  void line(String line) {
    if (!log.isOnForProviders(Severity.ERROR) || line.isBlank()) {
      return;
    }
    if (line.startsWith("{")) {
      try {
        if (ValueJson.parse(line) instanceof Value.ObjectValue(Map<String, Value> fields)
            && fields.containsKey("@message")) {
          structured(fields);
          return;
        }
      } catch (ValueJsonException | JacksonException e) {
        log.provider(name, Severity.DEBUG, line, List.of());
        return;
      }
    }
    int close = line.indexOf(']');
    Optional<Severity> severity =
        line.startsWith("[") && close > 0
            ? Severity.of(line.substring(1, close))
            : Optional.empty();
    log.provider(
        name,
        severity.orElse(Severity.DEBUG),
        severity.isPresent() ? line.substring(close + 1).strip() : line,
        List.of());
  }

  private void structured(Map<String, Value> fields) {
    List<Field> kept = new ArrayList<>();
    fields.forEach(
        (key, value) -> {
          if (!key.startsWith("@")) {
            boolean secret = SECRET.stream().anyMatch(key.toLowerCase(Locale.ROOT)::contains);
            kept.add(
                Field.of(
                    key,
                    secret
                        ? "(sensitive value)"
                        : Values.text(value).orElseGet(() -> ValueJson.format(value))));
          }
        });
    log.provider(
        name,
        text(fields, "@level").flatMap(Severity::of).orElse(Severity.DEBUG),
        text(fields, "@message").orElse(""),
        kept);
  }

  private static Optional<String> text(Map<String, Value> fields, String name) {
    return Optional.ofNullable(fields.get(name)).flatMap(Values::text);
  }
}
