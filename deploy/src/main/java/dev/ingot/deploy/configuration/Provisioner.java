package dev.ingot.deploy.configuration;

import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceRange;
import dev.ingot.lang.syntax.Body;
import java.util.Optional;

/**
 * A {@code provisioner} block.
 *
 * @param type such as {@code local-exec}
 * @param declaration the block's header
 */
public record Provisioner(
    String type,
    When when,
    OnFailure onFailure,
    Optional<Body> connection,
    Body body,
    SourceRange declaration,
    SourceRange typeRange) {
  /** Reports unsupported and missing arguments of a connection. */
  public void checkConnection(Diagnostics diagnostics) {
    connection.ifPresent(body -> body.content(ConnectionSchema.SCHEMA, diagnostics));
  }

  /** When it runs. */
  public enum When {
    CREATE,
    DESTROY
  }

  /** The effect of its failure on the resource. */
  public enum OnFailure {
    CONTINUE,
    FAIL
  }
}
