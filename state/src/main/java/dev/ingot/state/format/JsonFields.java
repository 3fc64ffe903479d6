package dev.ingot.state.format;

import dev.ingot.state.RawJson;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Looks into JSON without decoding all of it. */
public final class JsonFields {
  private JsonFields() {}

  /** A field of an object if it is a text; empty for anything else. */
  public static Optional<String> text(RawJson object, String field) {
    if (!object.text().startsWith("{")) {
      return Optional.empty();
    }
    String[] found = {""};
    try (JsonSource source = new JsonSource(object.text().getBytes(StandardCharsets.UTF_8))) {
      source.document(
          () ->
              source.object(
                  "an object",
                  name -> {
                    RawJson value = source.raw();
                    if (name.equals(field) && value.text().startsWith("\"")) {
                      found[0] = value.text();
                    }
                  }));
    } catch (MisshapenException _) {
      return Optional.empty();
    }
    if (found[0].isEmpty()) {
      return Optional.empty();
    }
    String[] text = {""};
    try (JsonSource source = new JsonSource(found[0].getBytes(StandardCharsets.UTF_8))) {
      source.document(() -> text[0] = source.text(field));
    }
    return Optional.of(text[0]);
  }
}
