package dev.ingot.health;

import dev.ingot.lang.eval.Scope;
import dev.ingot.lang.syntax.Expression;
import java.time.Duration;
import java.util.List;

/** A health check. */
public sealed interface Check {
  /** The timeout. */
  Duration timeout();

  /** The same with its expressions in another scope. */
  default Check in(Scope other) {
    return switch (this) {
      case Direct direct -> direct;
      case Url(Expression url, Scope _, int from, int to, Duration timeout) ->
          new Url(url, other, from, to, timeout);
      case Condition(Expression condition, Scope _, Duration timeout) ->
          new Condition(condition, other, timeout);
      case Endpoint(Expression host, Expression port, Scope _, Duration timeout) ->
          new Endpoint(host, port, other, timeout);
      case Command(Expression command, Scope _, Duration timeout) ->
          new Command(command, other, timeout);
    };
  }

  /** A check that needs only the address of a machine. */
  sealed interface Direct extends Check {}

  /**
   * A GET request; healthy when the status of the answer is in the range.
   *
   * @param port TCP port at the machine's address
   * @param path with its query, starting with {@code /}
   * @param minStatus lowest good status
   * @param maxStatus highest good status
   */
  record Http(int port, String path, int minStatus, int maxStatus, Duration timeout)
      implements Direct {
    /** A GET that wants a status from 200 to 399 within a second. */
    public static Http of(int port, String path) {
      return new Http(port, path, 200, 399, Duration.ofSeconds(1));
    }
  }

  /**
   * A connection; healthy when it is accepted.
   *
   * @param port TCP port at the machine's address
   */
  record Tcp(int port, Duration timeout) implements Direct {}

  /**
   * A command run inside the machine; healthy when it exits with 0.
   *
   * @param command the command and its arguments
   */
  record Exec(List<String> command, Duration timeout) implements Direct {
    public Exec {
      command = List.copyOf(command);
    }
  }

  /**
   * A GET request to a URL computed from the attributes of the instance, such as {@code
   * "https://${self.public_ip}/healthz"}.
   *
   * @param url the expression of the URL, with the instance as {@code self}
   * @param scope the scope of the expression
   * @param minStatus lowest good status
   * @param maxStatus highest good status
   */
  record Url(Expression url, Scope scope, int minStatus, int maxStatus, Duration timeout)
      implements Check {}

  /**
   * A condition on the attributes of the instance as its provider reports them, such as {@code
   * self.status == "running"}; healthy when it is true.
   *
   * @param condition an expression that is true or false, with the instance as {@code self}
   * @param scope the scope of the expression
   */
  record Condition(Expression condition, Scope scope, Duration timeout) implements Check {}

  /**
   * A connection to a host and port computed from the attributes of the instance; healthy when it
   * is accepted.
   *
   * @param host the expression of the host, with the instance as {@code self}
   * @param port the expression of the port
   * @param scope the scope of the expressions
   */
  record Endpoint(Expression host, Expression port, Scope scope, Duration timeout)
      implements Check {}

  /**
   * A command computed from the attributes of the instance; run as {@link Exec}.
   *
   * @param command the expression of a list of texts, with the instance as {@code self}
   * @param scope the scope of the expression
   */
  record Command(Expression command, Scope scope, Duration timeout) implements Check {}
}
