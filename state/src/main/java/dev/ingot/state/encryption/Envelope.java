package dev.ingot.state.encryption;

import dev.ingot.state.StateFormatException;
import dev.ingot.state.StateFormatException.Problem;
import dev.ingot.state.format.JsonSink;
import dev.ingot.state.format.JsonSource;
import dev.ingot.state.format.MisshapenException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What stands in the place of something encrypted.
 *
 * @param meta what key providers need to give the key again, by their addresses
 * @param data the encrypted bytes
 * @param serial of the state in it, where it was kept readable
 * @param lineage of the state in it, where it was kept readable
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Envelope(
    SortedMap<String, byte[]> meta, byte[] data, Optional<Long> serial, Optional<String> lineage) {
  private static final String VERSION = "v0";
  private static final String DATA = "encrypted_data";

  /**
   * A text in this form; empty if it is in another.
   *
   * @throws StateFormatException if it is in a newer form
   */
  static Optional<Envelope> read(byte[] stored) {
    if (!mayBe(stored)) {
      return Optional.empty();
    }
    Optional<Fields> read = Fields.of(stored);
    if (read.isEmpty() || read.get().version.isEmpty()) {
      return Optional.empty();
    }
    Fields fields = read.get();
    if (!fields.version.equals(VERSION)) {
      throw new StateFormatException(
          List.of(
              new Problem(
                  "Unsupported encryption version",
                  "It was encrypted in the form \""
                      + fields.version
                      + "\", and only \""
                      + VERSION
                      + "\" is known. A newer version may have written it.")));
    }
    return Optional.of(
        new Envelope(fields.meta, decoded(fields.data), fields.serial, fields.lineage));
  }

  /** The fields at the top of a document. */
  private static final class Fields {
    private final TreeMap<String, byte[]> meta = new TreeMap<>();
    private String data = "";
    private String version = "";
    private Optional<Long> serial = Optional.empty();
    private Optional<String> lineage = Optional.empty();

    static Optional<Fields> of(byte[] document) {
      Fields fields = new Fields();
      try (JsonSource source = new JsonSource(document)) {
        source.document(
            () -> source.object("the encrypted state", name -> fields.read(source, name)));
        return Optional.of(fields);
      } catch (MisshapenException _) {
        return Optional.empty();
      }
    }

    private void read(JsonSource source, String name) throws MisshapenException {
      switch (name) {
        case "meta" -> source.object(name, key -> meta.put(key, decoded(source.text(key))));
        case DATA -> data = source.text(name);
        case "encryption_version" -> version = source.text(name);
        case "serial" -> serial = Optional.of(source.wholeNumber(name));
        case "lineage" -> lineage = Optional.of(source.text(name));
        default -> source.raw();
      }
    }
  }

  /** Whether it is no state, but part of one, or a plan. */
  boolean isPart() {
    return serial.isEmpty() && lineage.isEmpty();
  }

  /** What of the readable fields isn't what is in the state. */
  Optional<String> check(byte[] content) {
    if (isPart()) {
      return Optional.empty();
    }
    Optional<Fields> inside = Fields.of(content);
    if (serial.isPresent() && !inside.flatMap(found -> found.serial).equals(serial)) {
      return Optional.of("its serial is not that of the state.");
    }
    return lineage.isPresent() && !inside.flatMap(found -> found.lineage).equals(lineage)
        ? Optional.of("its lineage is not that of the state.")
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
