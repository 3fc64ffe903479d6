package dev.ingot.release.retire;

import java.util.Optional;
import java.util.function.Consumer;

/**
 * Something that may refer to images: a state, a machine, a release.
 *
 * @param name what it is, for people
 * @param texts gives all of its texts that may name an image, one after the other
 * @param unreadable why it isn't known what it refers to; it may be anything then
 */
public record Referrer(String name, Texts texts, Optional<String> unreadable) {
  /** The texts of a referrer. */
  @FunctionalInterface
  public interface Texts {
    /** Passes on each text. */
    void each(Consumer<String> to);
  }

  /** One that can be read. */
  public static Referrer of(String name, Texts texts) {
    return new Referrer(name, texts, Optional.empty());
  }

  /** One that can't be read. */
  public static Referrer unreadable(String name, String why) {
    return new Referrer(name, _ -> {}, Optional.of(why));
  }
}
