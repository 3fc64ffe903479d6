package dev.ingot.storage.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The log of one command, which users ask for by {@code TF_LOG}, {@code TF_LOG_CORE}, {@code
 * TF_LOG_PROVIDER} and {@code TF_LOG_PATH}. Rules: those of Terraform 1.11, text and JSON.
 *
 * <p>What it is told must hold no values of users; what providers say can't be known, so that
 * secrets of the environment are replaced in it. Logging never fails. Safe for use by many threads.
 */
public final class CommandLog {
  /** The log that nobody asked for. */
  public static final CommandLog NONE =
      new CommandLog(Severity.OFF, Severity.OFF, false, Clock.systemUTC(), List.of(), _ -> {});

  private static final String REDACTED = "(sensitive value)";

  /** Words in the names of variables whose values are secret. */
  private static final List<String> SECRET =
      List.of(
          "SECRET", "TOKEN", "PASSW", "PASSPHRASE", "ACCESS_KEY", "CREDENTIAL", "TF_ENCRYPTION");

  /** Shorter values are not replaced: they would be found everywhere. */
  private static final int SHORTEST_SECRET = 6;

  /** How severe a line is, lowest first. */
  public enum Severity {
    /** Each step. */
    TRACE,
    /** Steps that matter when something is wrong. */
    DEBUG,
    /** Main steps. */
    INFO,
    /** What may need attention. */
    WARN,
    /** Failures. */
    ERROR,
    /** No lines at all. */
    OFF;

    /** The one that a text names, in any case. */
    public static Optional<Severity> of(String text) {
      for (Severity severity : values()) {
        if (severity.name().equalsIgnoreCase(text)) {
          return Optional.of(severity);
        }
      }
      return Optional.empty();
    }
  }

  private final Severity core;
  private final Severity provider;
  private final boolean json;
  private final Clock clock;
  private final List<String> secrets;
  private final Consumer<String> lines;

  private CommandLog(
      Severity core,
      Severity provider,
      boolean json,
      Clock clock,
      List<String> secrets,
      Consumer<String> lines) {
    this.core = core;
    this.provider = provider;
    this.json = json;
    this.clock = clock;
    this.secrets = secrets;
    this.lines = lines;
  }

  /**
   * The log that an environment asks for.
   *
   * @param error receives lines where no file can be written
   * @param problems receives what is wrong with the settings
   */
  public static CommandLog of(
      Map<String, String> environment,
      Clock clock,
      Consumer<String> error,
      Consumer<String> problems) {
    String both = environment.getOrDefault("TF_LOG", "");
    String core = environment.getOrDefault("TF_LOG_CORE", both);
    String provider = environment.getOrDefault("TF_LOG_PROVIDER", both);
    if (core.isEmpty() && provider.isEmpty()) {
      return NONE;
    }
    Severity ofCore = severity(core, problems);
    Severity ofProvider = provider.equals(core) ? ofCore : severity(provider, problems);
    String path = environment.getOrDefault("TF_LOG_PATH", "");
    List<String> secrets = new ArrayList<>();
    environment.forEach(
        (name, value) -> {
          String upper = name.toUpperCase(Locale.ROOT);
          if (value.length() >= SHORTEST_SECRET && SECRET.stream().anyMatch(upper::contains)) {
            secrets.add(value);
          }
        });
    // One may be a part of another.
    secrets.sort(Comparator.comparingInt(String::length).reversed());
    return new CommandLog(
        ofCore,
        ofProvider,
        both.equalsIgnoreCase("json") || core.equalsIgnoreCase("json"),
        clock,
        List.copyOf(secrets),
        path.isEmpty() ? error : file(path, error, problems));
  }

  private static Severity severity(String text, Consumer<String> problems) {
    if (text.isEmpty()) {
      return Severity.OFF;
    }
    Optional<Severity> known = Severity.of(text);
    if (known.isEmpty() && !text.equalsIgnoreCase("json")) {
      problems.accept(
          "[WARN] Invalid log level: \""
              + text.toUpperCase(Locale.ROOT)
              + "\". Defaulting to level: TRACE. Valid levels are: [TRACE DEBUG INFO WARN ERROR"
              + " OFF]");
    }
    return known.orElse(Severity.TRACE);
  }

  private static Consumer<String> file(
      String path, Consumer<String> error, Consumer<String> problems) {
    try {
      boolean owners = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
      FileAttribute<?>[] mode =
          owners
              ? new FileAttribute<?>[] {
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
              }
              : new FileAttribute<?>[0];
      FileChannel channel =
          FileChannel.open(
              Path.of(path),
              Set.of(
                  StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND),
              mode);
      return line -> append(channel, line);
    } catch (IOException | InvalidPathException e) {
      problems.accept("Error opening log file: " + e.getMessage());
      return error;
    }
  }

  /** A line that can't be written is lost: nothing depends on it. */
  private static void append(FileChannel channel, String line) {
    ByteBuffer text = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
    try {
      while (text.hasRemaining()) {
        int _ = channel.write(text);
      }
    } catch (IOException e) {
      return;
    }
  }

  /** Whether lines of this program are written; for lines that are expensive to make. */
  public boolean isOn(Severity severity) {
    return severity.compareTo(core) >= 0;
  }

  /** Whether lines of providers are written. */
  public boolean isOnForProviders(Severity severity) {
    return severity.compareTo(provider) >= 0;
  }

  /** Writes a line of this program. */
  public void core(Severity severity, String message, Field... fields) {
    if (isOn(severity)) {
      write(severity, "", message, List.of(fields));
    }
  }

  /**
   * Writes a line of a provider.
   *
   * @param name of its program
   */
  public void provider(String name, Severity severity, String message, List<Field> fields) {
    if (isOnForProviders(severity)) {
      write(severity, "provider." + name, message, fields);
    }
  }

  private void write(Severity severity, String module, String message, List<Field> fields) {
    lines.accept(
        json ? json(severity, module, message, fields) : text(severity, module, message, fields));
  }

  private String text(Severity severity, String module, String message, List<Field> fields) {
    StringBuilder line = new StringBuilder(128);
    line.append(clock.instant().truncatedTo(ChronoUnit.MILLIS)).append(" [").append(severity);
    line.append(severity.name().length() < 5 ? "]  " : "] ");
    if (!module.isEmpty()) {
      line.append(module).append(": ");
    }
    plain(line, message);
    if (!fields.isEmpty()) {
      line.append(':');
    }
    for (Field field : fields) {
      line.append(' ').append(field.key()).append('=');
      String value = safe(field.value());
      boolean quoted =
          value.isEmpty() || value.chars().anyMatch(c -> c <= ' ' || c == '"' || c == '=');
      if (quoted) {
        quote(line, value);
      } else {
        line.append(value);
      }
    }
    return line.toString();
  }

  private String json(Severity severity, String module, String message, List<Field> fields) {
    StringBuilder line = new StringBuilder(128).append("{\"@level\":\"");
    line.append(severity.name().toLowerCase(Locale.ROOT)).append("\",\"@message\":");
    quote(line, safe(message));
    if (!module.isEmpty()) {
      line.append(",\"@module\":");
      quote(line, module);
    }
    line.append(",\"@timestamp\":\"").append(clock.instant()).append('"');
    for (Field field : fields) {
      line.append(',');
      quote(line, field.key());
      line.append(':');
      quote(line, safe(field.value()));
    }
    return line.append('}').toString();
  }

  private String safe(String text) {
    String safe = text;
    for (String secret : secrets) {
      safe = safe.replace(secret, REDACTED);
    }
    return safe;
  }

  /** A line stays one line, so that nothing from outside can forge another. */
  private void plain(StringBuilder line, String message) {
    String safe = safe(message);
    for (int i = 0; i < safe.length(); i++) {
      char c = safe.charAt(i);
      if (Character.isISOControl(c) && c != '\t') {
        escape(line, c);
      } else {
        line.append(c);
      }
    }
  }

  private static void quote(StringBuilder line, String text) {
    line.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        line.append('\\').append(c);
      } else if (Character.isISOControl(c) || c == (char) 0x2028 || c == (char) 0x2029) {
        escape(line, c);
      } else {
        line.append(c);
      }
    }
    line.append('"');
  }

  private static void escape(StringBuilder line, char c) {
    switch (c) {
      case '\n' -> line.append("\\n");
      case '\r' -> line.append("\\r");
      case '\t' -> line.append("\\t");
      default -> line.append(String.format("\\u%04x", (int) c));
    }
  }
}
