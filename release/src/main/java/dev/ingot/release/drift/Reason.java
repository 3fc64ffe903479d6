package dev.ingot.release.drift;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Why something that runs isn't as it should be. */
public enum Reason {
  /** It was destroyed by something other than Ingot. */
  MISSING,
  /** The machine has ended. */
  DEAD,
  /** Attributes were changed by something other than Ingot. */
  CONFIGURATION,
  /** Its channel points to another version by now. */
  IMAGE,
  /** It is older than it may become. */
  AGE,
  /** The image that its image was baked on has a newer version. */
  BASE,
  /** A scan found a vulnerability in its image. */
  VULNERABILITY;

  /** As settings and reports name it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The one of a word. */
  public static Optional<Reason> of(String word) {
    return Stream.of(values()).filter(reason -> reason.word().equals(word)).findFirst();
  }
}
