package dev.ingot.platform.api;

import dev.ingot.platform.api.PlatformException.Code;
import dev.ingot.platform.json.Fields;
import dev.ingot.platform.json.Json;

/** Failures as JSON. */
public final class ErrorJson {
  private ErrorJson() {}

  /** A failure as JSON. */
  public static Json.Obj write(PlatformException e) {
    return Fields.object()
        .put("code", e.code().name())
        .put("message", String.valueOf(e.getMessage()))
        .put("remedy", e.remedy())
        .build();
  }

  /** A failure from JSON; text that is not JSON becomes the message itself. */
  public static PlatformException read(String text) {
    try {
      Fields fields = Fields.of(Json.parse(text));
      String name = fields.string("code");
      Code code = Code.FAILED;
      for (Code candidate : Code.values()) {
        if (candidate.name().equals(name)) {
          code = candidate;
        }
      }
      return new PlatformException(
          code, fields.string("message"), fields.optionalString("remedy").orElse(""));
    } catch (Json.JsonException e) {
      return new PlatformException(Code.FAILED, text, "");
    }
  }

  /** The HTTP status that goes with a failure. */
  public static int status(Code code) {
    return switch (code) {
      case INVALID -> 400;
      case NOT_FOUND -> 404;
      case CONFLICT, PORT_TAKEN -> 409;
      case FORBIDDEN -> 403;
      case NO_SPACE -> 507;
      case TIMEOUT -> 504;
      case UNREACHABLE -> 502;
      case FAILED -> 500;
    };
  }
}
