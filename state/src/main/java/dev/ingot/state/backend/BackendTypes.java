package dev.ingot.state.backend;

import java.util.List;
import java.util.Optional;

/**
 * The kinds of backends there are. One is looked up by its name, so that the classes of the others
 * are not loaded.
 */
public interface BackendTypes {
  /** The kind used where nothing is configured. */
  BackendType usual();

  /** A kind; empty if there is none of this name. */
  Optional<BackendType> find(String name);

  /** The names of all kinds. */
  List<String> names();

  /** One kind only. */
  static BackendTypes of(BackendType only) {
    return new BackendTypes() {
      @Override
      public BackendType usual() {
        return only;
      }

      @Override
      public Optional<BackendType> find(String name) {
        return Optional.of(only).filter(type -> type.name().equals(name));
      }

      @Override
      public List<String> names() {
        return List.of(only.name());
      }
    };
  }
}
