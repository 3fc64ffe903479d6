package dev.ingot.state.format;

import dev.ingot.state.RawJson;
import dev.ingot.state.StateFormatException;
import dev.ingot.state.StateFormatException.Problem;
import java.util.List;
import java.util.OptionalLong;

/**
 * The format of a state file.
 *
 * @param number as the file says; empty if it doesn't
 * @param encrypted whether the file is an encrypted one
 */
record FormatVersion(OptionalLong number, boolean encrypted) {
  /** The one that is written. */
  static final long PRESENT = 4;

  /** What is said of a file of no known format. */
  static final String UNSUPPORTED = "Unsupported state file format";

  /** Before a file is read. */
  static final FormatVersion UNKNOWN = new FormatVersion(OptionalLong.empty(), false);

  /** The same, of a file with this number. */
  FormatVersion numbered(long number) {
    return new FormatVersion(OptionalLong.of(number), encrypted);
  }

  /** The same, of an encrypted file. */
  FormatVersion sealed() {
    return new FormatVersion(number, true);
  }

  /** Reads the number. */
  static long read(JsonSource source) {
    RawJson raw = source.raw();
    try {
      long number = Long.parseLong(raw.text());
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException _) {
      // Whatever it is, it is none.
    }
    throw new MisshapenException(
        UNSUPPORTED,
        "The version in the state file is "
            + kind(raw.text())
            + ". A positive whole number is required.");
  }

  private static String kind(String json) {
    return switch (json.charAt(0)) {
      case '"' -> "string";
      case '{' -> "object";
      case '[' -> "array";
      case 't', 'f' -> "bool";
      case 'n' -> "null";
      default -> "number " + json;
    };
  }

  /** Whether it is one before the present one. */
  boolean isEarlier() {
    return number.isPresent() && number.getAsLong() > 0 && number.getAsLong() < PRESENT;
  }

  /** Fails if it is not one that can be read. */
  void check(String writerVersion, String program) {
    if (encrypted) {
      throw new StateFormatException(
          List.of(
              new Problem(
                  "Encrypted state file",
                  "The state file is encrypted by OpenTofu, or by Ingot. Set TF_ENCRYPTION to how"
                      + " it is encrypted, as the content of an encryption block.")));
    }
    if (number.isEmpty()) {
      throw new StateFormatException(List.of(missing()));
    }
    long format = number.getAsLong();
    if (format == PRESENT || isEarlier()) {
      return;
    }
    if (format == 0) {
      throw new StateFormatException(
          List.of(
              new Problem(
                  UNSUPPORTED,
                  "The state file uses JSON syntax but has a version number of zero. There was"
                      + " never a JSON-based state format zero, so this state file is invalid and"
                      + " cannot be processed.")));
    }
    String writer =
        writerVersion.isEmpty()
            ? format > PRESENT
                ? " This state file may have been created by a newer version of Terraform."
                : ""
            : " This state file was created by Terraform " + writerVersion + ".";
    throw new StateFormatException(
        List.of(
            new Problem(
                UNSUPPORTED,
                "The state file uses format version "
                    + format
                    + ", which is not supported by "
                    + program
                    + "."
                    + writer)));
  }

  /** There is none. */
  static Problem missing() {
    return new Problem(
        UNSUPPORTED,
        "The state file does not have a \"version\" attribute, which is required to identify the"
            + " format version.");
  }
}
