package dev.ingot.deploy.reference;

import dev.ingot.address.ResourceMode;
import dev.ingot.lang.SourceRange;
import dev.ingot.lang.syntax.Traversal;
import dev.ingot.lang.value.Value;
import java.util.Optional;

/** The object that the beginning of a traversal refers to. */
public sealed interface Reference {
  /** Its range, without further steps. */
  SourceRange range();

  /** The number of steps of the traversal that belong to it. */
  int steps();

  /** {@code var.NAME}. */
  record Variable(String name, SourceRange range) implements Reference {
    @Override
    public int steps() {
      return 1;
    }
  }

  /** {@code local.NAME}. */
  record Local(String name, SourceRange range) implements Reference {
    @Override
    public int steps() {
      return 1;
    }
  }

  /**
   * A resource, or one instance of it.
   *
   * @param resourceRange the text without the key
   */
  record Resource(
      ResourceMode mode,
      String type,
      String name,
      Optional<Value> key,
      int steps,
      SourceRange resourceRange,
      SourceRange range)
      implements Reference {}

  /** A module, an instance of it, or an output of either. */
  record Module(
      String name, Optional<Value> key, Optional<String> output, int steps, SourceRange range)
      implements Reference {}

  /** An attribute of {@code count}, {@code each}, {@code path} or {@code terraform}. */
  record Attribute(String object, String name, SourceRange range) implements Reference {
    @Override
    public int steps() {
      return 1;
    }
  }

  /** {@code self}. */
  record Self(SourceRange range) implements Reference {
    @Override
    public int steps() {
      return 0;
    }
  }

  /** The range of a traversal up to a number of steps. */
  static SourceRange upTo(Traversal traversal, int steps) {
    return steps == 0
        ? traversal.rootRange()
        : traversal.rootRange().to(traversal.steps().get(steps - 1).range());
  }
}
