package dev.ingot.health;

import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.eval.Evaluator;
import dev.ingot.lang.eval.Scope;
import dev.ingot.lang.schema.SettingsBlock;
import dev.ingot.lang.syntax.Body;
import dev.ingot.lang.syntax.Body.Block;
import dev.ingot.lang.syntax.Body.BodyContent;
import dev.ingot.lang.syntax.Body.BodySchema;
import dev.ingot.lang.syntax.Expression;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads checks from blocks of {@code *.ingot.hcl} files: {@code health_check "TYPE"} blocks, and
 * the attributes of a block that holds one check ({@code tcp_port}, {@code http_port} with {@code
 * http_path}, {@code command}). Invalid checks are reported and left out.
 */
public final class CheckReader {
  /** The header of a block that is a check. */
  public static final Body.BlockSchema BLOCK = new Body.BlockSchema("health_check", "type");

  /** The attributes of a block that holds one direct check. */
  public static final List<String> ATTRIBUTES =
      List.of("tcp_port", "http_port", "http_path", "command");

  /** The default timeout. */
  public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(2);

  /** The default interval between two checks. */
  public static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(1);

  private static final int FIRST_GOOD_STATUS = 200;
  private static final int LAST_GOOD_STATUS = 299;
  private static final List<String> COMMON = List.of("interval", "timeout", "new");

  private final Scope scope;
  private final Diagnostics diagnostics;
  private final String subject;

  /** Reads in a scope; expressions over {@code self} stay unevaluated. */
  public CheckReader(Scope scope, Diagnostics diagnostics) {
    this(scope, diagnostics, "self");
  }

  /**
   * Reads checks of something else than an instance.
   *
   * @param subject the name by which expressions refer to what is checked
   */
  public CheckReader(Scope scope, Diagnostics diagnostics, String subject) {
    this.scope = scope;
    this.diagnostics = diagnostics;
    this.subject = subject;
  }

  /** Reads {@code health_check} blocks. */
  public List<HealthCheck> read(List<Block> blocks) {
    List<HealthCheck> checks = new ArrayList<>();
    for (Block block : blocks) {
      read(block).ifPresent(checks::add);
    }
    return checks;
  }

  private Optional<HealthCheck> read(Block block) {
    return switch (block.labels().getFirst()) {
      case "http" -> http(block);
      case "tcp" -> tcp(block);
      case "exec" -> exec(block);
      case "condition" -> condition(block);
      default -> {
        diagnostics.error(
            "Unknown health check",
            "There is no health check \""
                + block.labels().getFirst()
                + "\". The types are \"http\", \"tcp\", \"exec\" and \"condition\".",
            block.labelRanges().getFirst());
        yield Optional.empty();
      }
    };
  }

  private Optional<HealthCheck> http(Block block) {
    BodyContent content = content(block, List.of(), List.of("port", "path", "url"));
    SettingsBlock values = values(content);
    Duration timeout = timeout(values);
    Optional<Body.Attribute> url = Optional.ofNullable(content.attributes().get("url"));
    boolean byPort = content.attributes().containsKey("port");
    if (url.isPresent()) {
      if (byPort || content.attributes().containsKey("path")) {
        diagnostics.error(
            "Two addresses in one health check",
            "Use either url, or port and path.",
            url.get().expression().range());
        return Optional.empty();
      }
      return Optional.of(
          check(
              new Check.Url(
                  url.get().expression(), scope, FIRST_GOOD_STATUS, LAST_GOOD_STATUS, timeout),
              values));
    }
    if (!byPort || !content.attributes().containsKey("path")) {
      diagnostics.error(
          "Missing address in health check",
          "An http check needs port and path, or url.",
          block.headerRange());
      return Optional.empty();
    }
    return values
        .port("port")
        .flatMap(port -> path(values, "path").map(path -> check(get(port, path, timeout), values)));
  }

  private static Check.Http get(int port, String path, Duration timeout) {
    return new Check.Http(port, path, FIRST_GOOD_STATUS, LAST_GOOD_STATUS, timeout);
  }

  private Optional<HealthCheck> tcp(Block block) {
    BodyContent content = content(block, List.of("port"), List.of("host"));
    SettingsBlock values = values(content);
    Optional<Body.Attribute> host = Optional.ofNullable(content.attributes().get("host"));
    Optional<Body.Attribute> port = Optional.ofNullable(content.attributes().get("port"));
    return host.isPresent() && port.isPresent()
        ? Optional.of(
            check(
                new Check.Endpoint(
                    host.get().expression(), port.get().expression(), scope, timeout(values)),
                values))
        : values.port("port").map(it -> check(new Check.Tcp(it, timeout(values)), values));
  }

  private Optional<HealthCheck> exec(Block block) {
    BodyContent content = content(block, List.of("command"), List.of());
    SettingsBlock values = values(content);
    Optional<Body.Attribute> command = Optional.ofNullable(content.attributes().get("command"));
    return command.filter(it -> isOfInstance(it.expression())).isPresent()
        ? Optional.of(
            check(new Check.Command(command.get().expression(), scope, timeout(values)), values))
        : command(values).map(it -> check(new Check.Exec(it, timeout(values)), values));
  }

  /** Whether an expression can be evaluated only with an instance. */
  private boolean isOfInstance(Expression expression) {
    Diagnostics without = new Diagnostics();
    Value _ = Evaluator.evaluate(expression, scope, without);
    Diagnostics with = new Diagnostics();
    Value _ =
        Evaluator.evaluate(expression, scope.with(subject, Value.unknown(Type.DYNAMIC)), with);
    return without.hasErrors() && !with.hasErrors();
  }

  private Optional<HealthCheck> condition(Block block) {
    BodyContent content = content(block, List.of("condition"), List.of());
    SettingsBlock values = values(content);
    return Optional.ofNullable(content.attributes().get("condition"))
        .map(it -> check(new Check.Condition(it.expression(), scope, timeout(values)), values));
  }

  /**
   * Reads the one check that a block holds in its own attributes ({@link #ATTRIBUTES}); empty with
   * an error if there is none or more than one.
   *
   * @param what names the block in the error, such as {@code boot test}
   */
  public Optional<Check.Direct> readOne(String what, Block block, BodyContent content) {
    SettingsBlock values = values(content);
    List<String> given =
        List.of("tcp_port", "http_port", "command").stream()
            .filter(content.attributes()::containsKey)
            .toList();
    if (given.size() != 1) {
      diagnostics.error(
          given.isEmpty() ? "Missing check" : "Conflicting checks",
          "A " + what + " needs exactly one of tcp_port, http_port (with http_path) and command.",
          block.headerRange());
      return Optional.empty();
    }
    return switch (given.getFirst()) {
      case "tcp_port" -> values.port("tcp_port").map(port -> new Check.Tcp(port, DEFAULT_TIMEOUT));
      case "http_port" ->
          values
              .port("http_port")
              .flatMap(
                  port ->
                      (content.attributes().containsKey("http_path")
                              ? path(values, "http_path")
                              : Optional.of("/"))
                          .map(path -> get(port, path, DEFAULT_TIMEOUT)));
      default -> command(values).map(command -> new Check.Exec(command, DEFAULT_TIMEOUT));
    };
  }

  private Optional<List<String>> command(SettingsBlock values) {
    Optional<List<String>> command = values.texts("command");
    if (command.isPresent() && command.get().isEmpty()) {
      diagnostics.error(
          "Empty command", "A command needs at least a program.", values.range("command"));
      return Optional.empty();
    }
    return command;
  }

  private Optional<String> path(SettingsBlock values, String name) {
    Optional<String> path = values.text(name);
    if (path.isPresent() && !isPath(path.get())) {
      diagnostics.error(
          "Invalid path",
          "The path of a health check starts with \"/\" and has no spaces or control characters.",
          values.range(name));
      return Optional.empty();
    }
    return path;
  }

  private static boolean isPath(String path) {
    return path.startsWith("/") && path.chars().allMatch(c -> c > ' ' && c < 0x7f);
  }

  private BodyContent content(Block block, List<String> required, List<String> optional) {
    List<String> all = new ArrayList<>(optional);
    all.addAll(COMMON);
    return block
        .body()
        .content(new BodySchema(SettingsBlock.attributes(required, all), List.of()), diagnostics);
  }

  private SettingsBlock values(BodyContent content) {
    return new SettingsBlock(content, scope, diagnostics);
  }

  private static Duration timeout(SettingsBlock values) {
    return values.duration("timeout").orElse(DEFAULT_TIMEOUT);
  }

  private static HealthCheck check(Check check, SettingsBlock values) {
    return new HealthCheck(
        check,
        values.duration("interval").orElse(DEFAULT_INTERVAL),
        values.truth("new").orElse(false));
  }
}
