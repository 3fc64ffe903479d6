package dev.ingot.bake.docker;

import dev.ingot.bake.Source;
import dev.ingot.registry.json.JsonIn;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;

/**
 * Reads the messages of a pull, push or import: objects one after another, in which an error comes
 * after the status 200.
 */
final class EngineMessages {
  private static final int LONGEST = 1 << 20;

  private EngineMessages() {}

  /**
   * Passes the status of each on, without the progress of single layers.
   *
   * @return the last status
   * @throws EngineException when one of them is an error
   */
  static String read(InputStream in, Source.Progress progress) throws IOException {
    String last = "";
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    byte[] buffer = new byte[8192];
    for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
      for (int i = 0; i < count; i++) {
        if (buffer[i] == '\n') {
          last = message(line, progress, last);
        } else {
          line.write(buffer[i]);
          if (line.size() > LONGEST) {
            throw new IOException("the engine's message is too long");
          }
        }
      }
    }
    return message(line, progress, last);
  }

  private static String message(ByteArrayOutputStream line, Source.Progress progress, String last)
      throws IOException {
    byte[] json = line.toByteArray();
    line.reset();
    if (new String(json, java.nio.charset.StandardCharsets.UTF_8).isBlank()) {
      return last;
    }
    Map<String, String> texts = new HashMap<>();
    try {
      boolean _ =
          JsonIn.document(
              json,
              document -> {
                document.members(
                    name -> {
                      if (document.isText()) {
                        texts.put(name, document.text());
                      } else {
                        document.skip();
                      }
                    });
                return true;
              });
    } catch (IllegalArgumentException e) {
      throw new IOException("the engine's message isn't understood: " + e.getMessage(), e);
    }
    String error = texts.get("error");
    if (error != null) {
      throw new EngineException(200, error);
    }
    String status = texts.getOrDefault("status", "");
    if (!status.isEmpty() && !texts.containsKey("id")) {
      progress.note(status);
    }
    return status.isEmpty() ? last : status;
  }
}
