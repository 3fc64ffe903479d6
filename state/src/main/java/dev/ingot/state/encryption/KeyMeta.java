package dev.ingot.state.encryption;

import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.ValueJson;
import dev.ingot.lang.value.ValueJsonException;
import dev.ingot.lang.value.Values;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import tools.jackson.core.JacksonException;

/** A JSON object: what was kept of a key, or what a service answered. */
record KeyMeta(Value json) {
  /** Reads one; empty if it is none. */
  static Optional<KeyMeta> read(byte[] bytes) {
    return read(new String(bytes, StandardCharsets.UTF_8));
  }

  /** Reads one; empty if it is none. */
  static Optional<KeyMeta> read(String text) {
    try {
      Value json = ValueJson.parse(text);
      return Values.entries(json).map(_ -> new KeyMeta(json));
    } catch (JacksonException | ValueJsonException _) {
      return Optional.empty();
    }
  }

  /** What a key provider kept. */
  static KeyMeta of(String name, Optional<byte[]> kept) {
    return read(kept.orElseThrow(
            () ->
                new EncryptionException(
                    "Nothing was kept with it by the name "
                        + name
                        + ". Was the key provider renamed?")))
        .orElseThrow(() -> damaged(name));
  }

  static EncryptionException damaged(String name) {
    return new EncryptionException("What was kept of the key " + name + " is damaged.");
  }

  Optional<String> text(String field) {
    return Values.attribute(json, field).flatMap(Values::text).filter(text -> !text.isEmpty());
  }

  /** Bytes in base64; empty if there are none. */
  Optional<byte[]> bytes(String field) {
    try {
      return text(field).map(Base64.getDecoder()::decode);
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /** A number; -1 if there is none. */
  long number(String field) {
    return Values.attribute(json, field)
        .flatMap(Values::numberOf)
        .map(value -> value.asLong().orElse(-1))
        .orElse(-1L);
  }

  Optional<KeyMeta> object(String field) {
    return Values.attribute(json, field)
        .filter(value -> !value.isNull() && Values.entries(value).isPresent())
        .map(KeyMeta::new);
  }
}
