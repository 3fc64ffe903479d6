package dev.ingot.platform.json;

import dev.ingot.platform.json.Json.JsonException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads members of an object by name and kind; a missing member or one of another kind is an error
 * that names it. Unknown members are ignored, so that messages of newer versions can be read.
 */
public final class Fields {
  private final Json.Obj object;

  private Fields(Json.Obj object) {
    this.object = object;
  }

  /** The members of an object. */
  public static Fields of(Json json) throws JsonException {
    if (json instanceof Json.Obj object) {
      return new Fields(object);
    }
    throw new JsonException("expected an object, not " + kind(json));
  }

  /** A builder of objects. */
  public static Builder object() {
    return new Builder();
  }

  private static String kind(Json json) {
    return switch (json) {
      case Json.Obj _ -> "an object";
      case Json.Arr _ -> "an array";
      case Json.Str _ -> "a string";
      case Json.Int _, Json.Real _ -> "a number";
      case Json.Bool _ -> "a boolean";
      case Json.Null _ -> "null";
    };
  }

  /** The object itself. */
  public Json.Obj json() {
    return object;
  }

  /** Whether the member exists and is not null. */
  public boolean has(String name) {
    return object.get(name).isPresent();
  }

  private Json need(String name) throws JsonException {
    return object.get(name).orElseThrow(() -> new JsonException("\"" + name + "\" is missing"));
  }

  private static JsonException wrong(String name, String wanted, Json json) {
    return new JsonException("\"" + name + "\" must be " + wanted + ", not " + kind(json));
  }

  /** A string. */
  public String string(String name) throws JsonException {
    Json json = need(name);
    if (json instanceof Json.Str(String value)) {
      return value;
    }
    throw wrong(name, "a string", json);
  }

  /** A string that may be missing. */
  public Optional<String> optionalString(String name) throws JsonException {
    return has(name) ? Optional.of(string(name)) : Optional.empty();
  }

  /** A whole number. */
  public long integer(String name) throws JsonException {
    Json json = need(name);
    if (json instanceof Json.Int(long value)) {
      return value;
    }
    throw wrong(name, "a whole number", json);
  }

  /** A whole number in the range of int. */
  public int smallInteger(String name) throws JsonException {
    long value = integer(name);
    if (value != (int) value) {
      throw new JsonException("\"" + name + "\" is out of range");
    }
    return (int) value;
  }

  /** Any number. */
  public double real(String name) throws JsonException {
    Json json = need(name);
    if (json instanceof Json.Int(long value)) {
      return (double) value;
    }
    if (json instanceof Json.Real(double value)) {
      return value;
    }
    throw wrong(name, "a number", json);
  }

  /** A boolean. */
  public boolean bool(String name) throws JsonException {
    Json json = need(name);
    if (json instanceof Json.Bool(boolean value)) {
      return value;
    }
    throw wrong(name, "true or false", json);
  }

  /** Milliseconds as a duration. */
  public Duration millis(String name) throws JsonException {
    return Duration.ofMillis(integer(name));
  }

  /** An ISO-8601 instant. */
  public Instant instant(String name) throws JsonException {
    try {
      return Instant.parse(string(name));
    } catch (DateTimeException e) {
      throw new JsonException("\"" + name + "\" must be a time such as 2026-01-01T00:00:00Z");
    }
  }

  /** The members of an object that is a member. */
  public Fields fields(String name) throws JsonException {
    return of(need(name));
  }

  /** The elements of an array; empty if it is missing. */
  public List<Json> list(String name) throws JsonException {
    if (!has(name)) {
      return List.of();
    }
    Json json = need(name);
    if (json instanceof Json.Arr(List<Json> elements)) {
      return elements;
    }
    throw wrong(name, "an array", json);
  }

  /** An array of strings; empty if it is missing. */
  public List<String> strings(String name) throws JsonException {
    List<String> strings = new ArrayList<>();
    for (Json json : list(name)) {
      if (!(json instanceof Json.Str(String value))) {
        throw wrong(name, "an array of strings", json);
      }
      strings.add(value);
    }
    return strings;
  }

  /** An object of strings; empty if it is missing. */
  public Map<String, String> stringMap(String name) throws JsonException {
    Map<String, String> map = new LinkedHashMap<>();
    if (has(name)) {
      Fields fields = fields(name);
      for (String key : fields.object.members().keySet()) {
        map.put(key, fields.string(key));
      }
    }
    return map;
  }

  /** Collects the members of an object. */
  public static final class Builder {
    private final Map<String, Json> members = new LinkedHashMap<>();

    private Builder() {}

    /** Any member. */
    public Builder put(String name, Json value) {
      members.put(name, value);
      return this;
    }

    /** A string. */
    public Builder put(String name, String value) {
      return put(name, new Json.Str(value));
    }

    /** A whole number. */
    public Builder put(String name, long value) {
      return put(name, new Json.Int(value));
    }

    /** A number. */
    public Builder put(String name, double value) {
      return put(name, new Json.Real(value));
    }

    /** A boolean. */
    public Builder put(String name, boolean value) {
      return put(name, new Json.Bool(value));
    }

    /** A duration in milliseconds. */
    public Builder put(String name, Duration value) {
      return put(name, value.toMillis());
    }

    /** An instant in ISO-8601. */
    public Builder put(String name, Instant value) {
      return put(name, value.toString());
    }

    /** A string, if there is one. */
    public Builder put(String name, Optional<String> value) {
      value.ifPresent(text -> put(name, text));
      return this;
    }

    /** An array of strings. */
    public Builder putStrings(String name, List<String> values) {
      return put(
          name, new Json.Arr(values.stream().map(value -> (Json) new Json.Str(value)).toList()));
    }

    /** An object of strings. */
    public Builder put(String name, Map<String, String> values) {
      Map<String, Json> strings = new LinkedHashMap<>();
      values.forEach((key, value) -> strings.put(key, new Json.Str(value)));
      return put(name, new Json.Obj(strings));
    }

    /** An array. */
    public Builder put(String name, List<? extends Json> values) {
      return put(name, new Json.Arr(List.copyOf(values)));
    }

    /** The object. */
    public Json.Obj build() {
      return new Json.Obj(members);
    }
  }
}
