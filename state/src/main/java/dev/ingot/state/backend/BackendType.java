package dev.ingot.state.backend;

import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.schema.Schema;
import java.util.List;
import java.util.Set;

/** A kind of backend, by its name in a {@code backend} block. */
public interface BackendType {
  /** Its name, such as {@code local}. */
  String name();

  /** The arguments of its block. */
  Schema schema();

  /**
   * Arguments that Terraform's backend of this name doesn't have: where they aren't given, nothing
   * of them is written down, so that Terraform reads it.
   */
  default Set<String> additions() {
    return Set.of();
  }

  /**
   * What is wrong with settings as a whole, such as that something required is neither in the block
   * nor in the environment.
   */
  default List<Diagnostic> problems(BackendSettings settings, BackendPlace place) {
    return List.of();
  }

  /**
   * A backend of this kind; nothing is opened before it is asked for.
   *
   * @param place what paths and journals are relative to, and who acts
   */
  Backend open(BackendSettings settings, BackendPlace place);
}
