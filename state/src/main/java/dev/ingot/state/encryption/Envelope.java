package dev.ingot.state.encryption;

import dev.ingot.state.format.JsonSink;
import dev.ingot.state.format.JsonSource;
import dev.ingot.state.format.MisshapenException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What stands in the place of something encrypted.
 *
 * @param meta what key providers need to give the key again, by their addresses
 * @param data the encrypted bytes
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Envelope(SortedMap<String, byte[]> meta, byte[] data) {
  private static final String VERSION = "v0";
  private static final String DATA = "encrypted_data";

  /** A text in this form; empty if it is in another. */
  static Optional<Envelope> read(byte[] stored) {
    if (!mayBe(stored)) {
      return Optional.empty();
    }
    TreeMap<String, byte[]> meta = new TreeMap<>();
    String[] texts = {"", ""};
    try (JsonSource source = new JsonSource(stored)) {
      source.document(
          () ->
              source.object(
                  "the encrypted state",
                  name -> {
                    switch (name) {
                      case "meta" ->
                          source.object(name, key -> meta.put(key, decoded(source.text(key))));
                      case DATA -> texts[0] = source.text(name);
                      case "encryption_version" -> texts[1] = source.text(name);
                      default -> source.raw();
                    }
                  }));
    } catch (MisshapenException e) {
      return Optional.empty();
    }
    return texts[1].equals(VERSION) && !texts[0].isEmpty()
        ? Optional.of(new Envelope(meta, decoded(texts[0])))
        : Optional.empty();
  }

  /** The field is within the first bytes, or after the meta data of some keys. */
  private static boolean mayBe(byte[] stored) {
    String start =
        new String(
            Arrays.copyOf(stored, Math.min(stored.length, 1 << 14)), StandardCharsets.ISO_8859_1);
    return start.contains("\"" + DATA + "\"");
  }

  private static byte[] decoded(String text) {
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }

  /** The text of a part: on one line. */
  byte[] part() {
    return rest(JsonSink.compact().beginObject()).endObject().toByteArray();
  }

  /** The text of a state. */
  byte[] state(long serial, String lineage) {
    JsonSink sink =
        JsonSink.indented()
            .beginObject()
            .name("serial")
            .value(serial)
            .name("lineage")
            .value(lineage);
    return rest(sink).endObject().toByteArray();
  }

  private JsonSink rest(JsonSink sink) {
    sink.name("meta").beginObject();
    meta.forEach((name, value) -> sink.name(name).value(Base64.getEncoder().encodeToString(value)));
    return sink.endObject()
        .name(DATA)
        .value(Base64.getEncoder().encodeToString(data))
        .name("encryption_version")
        .value(VERSION);
  }
}
