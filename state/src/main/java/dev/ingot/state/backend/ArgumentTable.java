package dev.ingot.state.backend;

import dev.ingot.lang.schema.Attribute;
import dev.ingot.lang.schema.Schema;
import dev.ingot.lang.value.Type;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The arguments of a kind of backend, each with what may stand in its place: environment variables,
 * then a default.
 */
public final class ArgumentTable {
  /**
   * One argument.
   *
   * @param attribute its type
   * @param variables environment variables, the first that is set counts
   * @param required whether the block or the environment must give it
   * @param advice what to do instead where it is deprecated; empty otherwise
   */
  record Row(Attribute attribute, List<String> variables, boolean required, String advice) {}

  private final SortedMap<String, Row> rows;
  private final List<List<String>> conflicts;

  private ArgumentTable(SortedMap<String, Row> rows, List<List<String>> conflicts) {
    this.rows = Collections.unmodifiableSortedMap(rows);
    this.conflicts = List.copyOf(conflicts);
  }

  SortedMap<String, Row> rows() {
    return rows;
  }

  /** Arguments of which only one may be given. */
  List<List<String>> conflicts() {
    return conflicts;
  }

  /** The arguments as a block has them. */
  public Schema schema() {
    Map<String, Attribute> attributes = new TreeMap<>();
    rows.forEach((name, row) -> attributes.put(name, row.attribute()));
    return Schema.of(attributes);
  }

  /** The arguments of one backend. */
  public Arguments of(BackendSettings settings, BackendPlace place) {
    return new Arguments(this, settings, place);
  }

  /** Starts a table. */
  public static Builder builder() {
    return new Builder();
  }

  /** Collects rows. */
  public static final class Builder {
    private final SortedMap<String, Row> rows = new TreeMap<>();
    private final List<List<String>> conflicts = new ArrayList<>();

    private Builder() {}

    private Builder add(String name, Type type, boolean required, String advice, String[] names) {
      rows.put(name, new Row(Attribute.optional(type), List.of(names), required, advice));
      return this;
    }

    /** A text. */
    public Builder text(String name, String... variables) {
      return add(name, Type.STRING, false, "", variables);
    }

    /** A text that must be given. */
    public Builder required(String name, String... variables) {
      return add(name, Type.STRING, true, "", variables);
    }

    /** A truth value. */
    public Builder truth(String name, String... variables) {
      return add(name, Type.BOOL, false, "", variables);
    }

    /** A number. */
    public Builder number(String name, String... variables) {
      return add(name, Type.NUMBER, false, "", variables);
    }

    /** A list of texts. */
    public Builder list(String name, String... variables) {
      return add(name, new Type.ListType(Type.STRING), false, "", variables);
    }

    /** Texts by name. */
    public Builder map(String name) {
      return add(name, new Type.MapType(Type.STRING), false, "", new String[0]);
    }

    /** An argument of any form. */
    public Builder attribute(String name, Attribute attribute) {
      rows.put(name, new Row(attribute, List.of(), false, ""));
      return this;
    }

    /** A text that is read and changes nothing, or should be given in another way. */
    public Builder deprecated(String name, String advice, String... variables) {
      return add(name, Type.STRING, false, advice, variables);
    }

    /** Only one of these may be given. */
    public Builder conflict(String... names) {
      conflicts.add(List.of(names));
      return this;
    }

    /** The table. */
    public ArgumentTable build() {
      return new ArgumentTable(new TreeMap<>(rows), conflicts);
    }
  }
}
