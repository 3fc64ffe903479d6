package dev.ingot.cli.view;

import dev.ingot.lang.value.Value;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** What changes between two values, in the shape it is shown in. */
sealed interface Difference {
  /** What happens to the value as a whole. */
  Action action();

  /** What happens to a value, with the symbol it is shown by. */
  enum Action {
    NONE(' '),
    CREATE('+'),
    UPDATE('~'),
    DELETE('-');

    private final char symbol;

    Action(char symbol) {
      this.symbol = symbol;
    }

    char symbol() {
      return symbol;
    }
  }

  /** A primitive or null; both are the same when nothing changes. */
  record Leaf(Action action, Value before, Value after) implements Difference {}

  /**
   * A value that is not shown.
   *
   * @param notice the note above it
   */
  record Sensitive(Action action, Optional<Notice> notice) implements Difference {}

  /** The warning about a value whose sensitivity changes. */
  enum Notice {
    BECOMES_SENSITIVE(
        "this attribute value will be marked as sensitive and will not",
        "display in UI output after applying this change.",
        false),
    BECOMES_SENSITIVE_ONLY(
        "this attribute value will be marked as sensitive and will not",
        "display in UI output after applying this change.",
        true),
    NO_LONGER_SENSITIVE(
        "this attribute value will no longer be marked as sensitive",
        "after applying this change.",
        false),
    NO_LONGER_SENSITIVE_ONLY(
        "this attribute value will no longer be marked as sensitive",
        "after applying this change.",
        true);

    private final String first;
    private final String second;

    Notice(String first, String second, boolean unchanged) {
      this.first = "# Warning: " + first;
      this.second = "# " + second + (unchanged ? " The value is unchanged." : "");
    }

    List<String> lines() {
      return List.of(first, second);
    }
  }

  /** A value that will be known later, and what is there before. */
  record Unknown(Action action, Optional<Difference> before) implements Difference {}

  /**
   * Named parts: an object or a map.
   *
   * @param map whether the names are keys, which are quoted
   */
  record Named(Action action, SortedMap<String, Difference> parts, boolean map)
      implements Difference {}

  /** A value that is given to the provider and never kept. */
  record WriteOnly(Action action) implements Difference {}

  /**
   * Named parts that a schema declares: nested attributes, or the keys of a map of them.
   *
   * @param map whether the names are keys, which are quoted
   */
  record Nested(Action action, SortedMap<String, Difference> parts, boolean map)
      implements Difference {}

  /**
   * Parts in a row: a list, a tuple or a set.
   *
   * @param neighbours whether unchanged parts beside changed ones are shown
   */
  record Row(Action action, List<Difference> parts, boolean neighbours) implements Difference {
    public Row {
      parts = List.copyOf(parts);
    }
  }

  /**
   * Text that is JSON, shown as the document it holds.
   *
   * @param spacingOnly whether the text changes but not the document
   */
  record Json(Action action, Difference document, boolean spacingOnly) implements Difference {}

  /** A value of another kind: what goes and what comes. */
  record Replaced(Difference gone, Difference come) implements Difference {
    @Override
    public Action action() {
      return Action.UPDATE;
    }
  }
}
