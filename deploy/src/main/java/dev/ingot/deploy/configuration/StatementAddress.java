package dev.ingot.deploy.configuration;

import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceRange;
import dev.ingot.lang.syntax.Traversal;
import dev.ingot.lang.value.Value;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What {@code moved} and {@code removed} blocks name: a module or a resource, with keys or without.
 * Rules: the recorded behaviour of Terraform 1.11.
 *
 * @param key where a key is written behind the last name; empty for an address without one
 */
record StatementAddress(Kind kind, boolean data, Optional<SourceRange> key) {
  /** What it is the address of. */
  enum Kind {
    MODULE,
    RESOURCE
  }

  private static final String INVALID = "Invalid address";
  private static final Set<String> RESERVED =
      Set.of(
          "count", "each", "local", "path", "self", "terraform", "var", "template", "lazy", "arg");

  /** Reads one end of a move; reports what is none. */
  static Optional<StatementAddress> moved(Traversal traversal, Diagnostics diagnostics) {
    return new Reader(traversal, diagnostics, true, false).checked();
  }

  /** Reads what a command is to act on, which may be ephemeral; reports what is none. */
  static Optional<StatementAddress> written(Traversal traversal, Diagnostics diagnostics) {
    return new Reader(traversal, diagnostics, true, true).checked();
  }

  /** Reads what is removed: a whole resource or module; reports what is none. */
  static Optional<StatementAddress> removed(Traversal traversal, Diagnostics diagnostics) {
    Optional<StatementAddress> found = new Reader(traversal, diagnostics, false, false).read();
    if (found.isPresent() && found.get().data()) {
      diagnostics.error(
          "Data source address not allowed",
          "Data sources are never destroyed, so they are not valid targets of removed blocks. To"
              + " remove the data source from state, remove the data source block from"
              + " configuration.",
          traversal.range());
      return Optional.empty();
    }
    return found;
  }

  private static final class Reader {
    private final Traversal traversal;
    private final List<Traversal.Step> steps;
    private final Diagnostics diagnostics;
    private final boolean keysAllowed;
    private final boolean ephemeralAllowed;

    /** How many of the steps have been read; -1 before the root. */
    private int at = -1;

    Reader(
        Traversal traversal,
        Diagnostics diagnostics,
        boolean keysAllowed,
        boolean ephemeralAllowed) {
      this.ephemeralAllowed = ephemeralAllowed;
      this.traversal = traversal;
      this.steps = traversal.steps();
      this.diagnostics = diagnostics;
      this.keysAllowed = keysAllowed;
    }

    private Optional<String> name() {
      if (at < 0) {
        return Optional.of(traversal.root());
      }
      return at < steps.size() && steps.get(at) instanceof Traversal.Attribute(String name, var _)
          ? Optional.of(name)
          : Optional.empty();
    }

    private SourceRange place(int step) {
      return step < 0 ? traversal.rootRange() : steps.get(step).range();
    }

    Optional<StatementAddress> checked() {
      if (RESERVED.contains(traversal.root())) {
        diagnostics.error(
            INVALID,
            "The keyword \""
                + traversal.root()
                + "\" is reserved and cannot be used to target a resource address. If you are"
                + " targeting a resource type that uses a reserved keyword, please prefix your"
                + " address with \"resource.\".",
            traversal.range());
        return Optional.empty();
      }
      return read();
    }

    Optional<StatementAddress> read() {
      Optional<SourceRange> key = Optional.empty();
      boolean modules = false;
      while (name().orElse("").equals("module")) {
        int word = at++;
        if (name().isEmpty()) {
          diagnostics.error(
              "Invalid address operator",
              "Prefix \"module.\" must be followed by a module name.",
              place(word));
          return Optional.empty();
        }
        at++;
        modules = true;
        key = Optional.empty();
        if (at < steps.size() && steps.get(at) instanceof Traversal.Key(Value value, var range)) {
          if (!isKey(value, "module", range)) {
            return Optional.empty();
          }
          if (!keysAllowed) {
            diagnostics.error(
                "Module instance keys not allowed",
                "Module address must be a module (e.g. \"module.foo\"), not a module instance (e.g."
                    + " \"module.foo[1]\").",
                range);
            return Optional.empty();
          }
          key = Optional.of(range);
          at++;
        }
      }
      if (modules && at == steps.size()) {
        return Optional.of(new StatementAddress(Kind.MODULE, false, key));
      }
      return resource();
    }

    private Optional<StatementAddress> resource() {
      boolean data = name().orElse("").equals("data");
      boolean ephemeral = ephemeralAllowed && name().orElse("").equals("ephemeral");
      if (data || ephemeral || (name().orElse("").equals("resource") && steps.size() - at > 2)) {
        at++;
      }
      int first = at;
      boolean typed = name().isPresent();
      at++;
      if (!typed || name().isEmpty()) {
        SourceRange from = place(Math.min(first, steps.size() - 1));
        diagnostics.error(
            INVALID,
            "Resource specification must include a resource type and name.",
            steps.isEmpty() ? from : from.to(place(steps.size() - 1)));
        return Optional.empty();
      }
      at++;
      return at == steps.size()
          ? Optional.of(new StatementAddress(Kind.RESOURCE, data, Optional.empty()))
          : instance(data);
    }

    private Optional<StatementAddress> instance(boolean data) {
      SourceRange place = place(at);
      if (!keysAllowed) {
        diagnostics.error(
            "Resource instance keys not allowed",
            "Resource address must be a resource (e.g. \"test_instance.foo\"), not a resource"
                + " instance (e.g. \"test_instance.foo[1]\").",
            place);
        return Optional.empty();
      }
      if (at + 1 < steps.size()) {
        diagnostics.error(
            INVALID,
            "Unexpected extra operators after address.",
            place(at + 1).to(place(steps.size() - 1)));
        return Optional.empty();
      }
      if (!(steps.get(at) instanceof Traversal.Key(Value value, var _))) {
        diagnostics.error(
            INVALID, "Resource instance key must be given in square brackets.", place);
        return Optional.empty();
      }
      if (!isKey(value, "resource", place)) {
        return Optional.empty();
      }
      return Optional.of(new StatementAddress(Kind.RESOURCE, data, Optional.of(place)));
    }

    private boolean isKey(Value value, String kind, SourceRange place) {
      boolean number = value.unmarked() instanceof Value.NumberValue;
      boolean whole =
          value.unmarked() instanceof Value.NumberValue(var found) && found.asLong().isPresent();
      if (whole || value.unmarked() instanceof Value.StringValue) {
        return true;
      }
      diagnostics.error(
          INVALID,
          "Invalid "
              + kind
              + " instance key: "
              + (number
                  ? "value must be a whole number, between -9223372036854775808 and"
                      + " 9223372036854775807."
                  : "either a string or an integer is required."),
          place);
      return false;
    }
  }
}
