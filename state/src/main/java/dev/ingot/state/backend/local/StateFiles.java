package dev.ingot.state.backend.local;

import dev.ingot.state.StatePaths;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Files used instead of those a backend has.
 *
 * @param read the snapshot that is read ({@code -state})
 * @param write the snapshot that is written ({@code -state-out}); the one that is read unless given
 * @param backup where the snapshot before is kept ({@code -backup})
 */
public record StateFiles(Optional<Path> read, Optional<Path> write, Backup backup) {
  /** Those of the backend. */
  public static final StateFiles USUAL =
      new StateFiles(Optional.empty(), Optional.empty(), new Backup.Beside());

  /** Where a snapshot is kept when it is replaced. */
  public sealed interface Backup {
    /** Beside the one that is written. */
    record Beside() implements Backup {}

    /** Nowhere. */
    record None() implements Backup {}

    /** In a file. */
    record At(Path file) implements Backup {}
  }

  /** The same, all in one file. */
  public StateFiles withoutWrite() {
    return new StateFiles(read, Optional.empty(), backup);
  }

  StatePaths paths(Path usual) {
    Path source = read.orElse(usual);
    Path target = write.orElse(source);
    Optional<Path> kept =
        switch (backup) {
          case Backup.None _ -> Optional.empty();
          case Backup.Beside _ ->
              Optional.of(target.resolveSibling(target.getFileName() + ".backup"));
          case Backup.At(Path file) -> Optional.of(file);
        };
    return new StatePaths(source, target, kept);
  }
}
