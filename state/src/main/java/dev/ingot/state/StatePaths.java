package dev.ingot.state;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a local state lives.
 *
 * @param read the snapshot that is read ({@code -state})
 * @param write the snapshot that is written ({@code -state-out}); normally the same
 * @param backup where the snapshot before is kept; empty for nowhere ({@code -backup=-})
 */
public record StatePaths(Path read, Path write, Optional<Path> backup) {
  /** One file, and its backup beside it. */
  public static StatePaths of(Path file) {
    return new StatePaths(
        file, file, Optional.of(file.resolveSibling(file.getFileName() + ".backup")));
  }
}
