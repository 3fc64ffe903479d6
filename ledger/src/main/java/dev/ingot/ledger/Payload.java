package dev.ingot.ledger;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The details of a record as one JSON object in canonical form: keys sorted by UTF-16 unit as in
 * RFC 8785, no white space, numbers in shortest form. Equal content has equal text.
 */
public final class Payload {
  /** The longest payload in characters. */
  public static final int MAX_LENGTH = 4 * 1024 * 1024;

  private final String json;

  private Payload(String json) {
    if (json.length() > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "a ledger payload holds at most "
              + MAX_LENGTH
              + " characters, this one "
              + json.length());
    }
    this.json = json;
  }

  /**
   * Brings a JSON object into canonical form.
   *
   * @throws IllegalArgumentException if it isn't one JSON object, names a key twice, or is too long
   */
  public static Payload parse(String json) {
    if (json.length() > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "a ledger payload holds at most "
              + MAX_LENGTH
              + " characters, this one "
              + json.length());
    }
    return new Payload(CanonicalJson.object(json));
  }

  /** No details. */
  public static Payload empty() {
    return new Payload("{}");
  }

  /** Names and texts. */
  public static Payload of(Map<String, String> texts) {
    Builder builder = builder();
    texts.forEach(builder::text);
    return builder.build();
  }

  /** The canonical text. */
  public String json() {
    return json;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Payload payload && payload.json.equals(json);
  }

  @Override
  public int hashCode() {
    return json.hashCode();
  }

  /** The canonical text. */
  @Override
  public String toString() {
    return json;
  }

  /** Collects members one by one. */
  public static Builder builder() {
    return new Builder();
  }

  /** Collects the members of a payload; a name given again replaces the earlier member. */
  public static final class Builder {
    private final SortedMap<String, String> members = new TreeMap<>();

    private Builder() {}

    /** A text. */
    public Builder text(String name, String value) {
      return member(name, JsonText.quoted(value));
    }

    /** A whole number. */
    public Builder number(String name, long value) {
      return member(name, Long.toString(value));
    }

    /** A boolean. */
    public Builder flag(String name, boolean value) {
      return member(name, Boolean.toString(value));
    }

    /** A list of texts, in the given order. */
    public Builder texts(String name, List<String> values) {
      return member(name, JsonText.array(values.stream().map(JsonText::quoted).toList()));
    }

    /** An object of texts. */
    public Builder texts(String name, Map<String, String> values) {
      return object(name, Payload.of(values));
    }

    /** An object. */
    public Builder object(String name, Payload value) {
      return member(name, value.json());
    }

    /** The payload. */
    public Payload build() {
      return new Payload(JsonText.object(members));
    }

    private Builder member(String name, String json) {
      members.put(Entry.wellFormed(name), json);
      return this;
    }
  }
}
