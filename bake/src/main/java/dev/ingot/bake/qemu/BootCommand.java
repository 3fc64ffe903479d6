package dev.ingot.bake.qemu;

import dev.ingot.lang.DurationText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The language of {@code boot_command}: characters to type, names of keys in angle brackets, which
 * {@code On} and {@code Off} hold and release, and pauses. Rules: the documentation of Packer's
 * boot configuration.
 */
final class BootCommand {
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** X11's names of keys are numbers; Latin-1 characters are their own. */
  private static final Map<String, Integer> KEYS =
      Map.ofEntries(
          Map.entry("bs", 0xff08),
          Map.entry("del", 0xffff),
          Map.entry("down", 0xff54),
          Map.entry("end", 0xff57),
          Map.entry("enter", 0xff0d),
          Map.entry("esc", 0xff1b),
          Map.entry("home", 0xff50),
          Map.entry("insert", 0xff63),
          Map.entry("left", 0xff51),
          Map.entry("leftalt", 0xffe9),
          Map.entry("leftcommand", 0xffeb),
          Map.entry("leftctrl", 0xffe3),
          Map.entry("leftoption", 0xffe9),
          Map.entry("leftshift", 0xffe1),
          Map.entry("leftsuper", 0xffeb),
          Map.entry("menu", 0xff67),
          Map.entry("pagedown", 0xff56),
          Map.entry("pageup", 0xff55),
          Map.entry("return", 0xff0d),
          Map.entry("right", 0xff53),
          Map.entry("rightalt", 0xffea),
          Map.entry("rightcommand", 0xffec),
          Map.entry("rightctrl", 0xffe4),
          Map.entry("rightoption", 0xffea),
          Map.entry("rightshift", 0xffe2),
          Map.entry("rightsuper", 0xffec),
          Map.entry("spacebar", 0x20),
          Map.entry("tab", 0xff09),
          Map.entry("up", 0xff52));

  private static final int F1 = 0xffbe;
  private static final int LAST_LATIN = 0xff;
  private static final int UNICODE = 0x0100_0000;
  private static final String SHIFTED = "~!@#$%^&*()_+{}|:\"<>?";

  private BootCommand() {}

  /** A part of the command. */
  sealed interface Part {
    /**
     * A key is pressed and released.
     *
     * @param symbol X11's keysym
     * @param shifted whether Shift is held, which QEMU's keymap expects
     */
    record Press(int symbol, boolean shifted) implements Part {}

    /** A key is held from here on, or released. */
    record Hold(int symbol, boolean down) implements Part {}

    /** Nothing is typed for a while. */
    record Wait(Duration time) implements Part {}
  }

  /** What is wrong with a command, if anything. */
  static Optional<String> check(String text) {
    try {
      List<Part> _ = parse(text);
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /**
   * Takes a command apart.
   *
   * @throws IllegalArgumentException with a message for the user
   */
  static List<Part> parse(String text) {
    List<Part> parts = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      int close = text.charAt(at) == '<' ? text.indexOf('>', at + 2) : -1;
      Optional<Part> special =
          close > 0 ? special(text.substring(at + 1, close)) : Optional.empty();
      if (special.isPresent()) {
        parts.add(special.get());
        at = close + 1;
      } else {
        int character = text.codePointAt(at);
        parts.add(press(character));
        at += Character.charCount(character);
      }
    }
    return parts;
  }

  private static Optional<Part> special(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (lower.startsWith("wait")) {
      return wait(name.substring("wait".length()), name);
    }
    Optional<Integer> key = key(lower);
    if (key.isPresent()) {
      return Optional.of(new Part.Press(key.get(), false));
    }
    if (lower.endsWith("on")) {
      return held(name.substring(0, name.length() - 2)).map(symbol -> new Part.Hold(symbol, true));
    }
    if (lower.endsWith("off")) {
      return held(name.substring(0, name.length() - 3)).map(symbol -> new Part.Hold(symbol, false));
    }
    return Optional.empty();
  }

  private static Optional<Integer> held(String name) {
    if (!name.isEmpty() && name.codePointCount(0, name.length()) == 1) {
      return Optional.of(symbol(name.codePointAt(0)));
    }
    return key(name.toLowerCase(Locale.ROOT));
  }

  private static Optional<Integer> key(String lower) {
    if (lower.length() > 1
        && lower.length() < 4
        && lower.charAt(0) == 'f'
        && lower.substring(1).chars().allMatch(Character::isDigit)) {
      int number = Integer.parseInt(lower.substring(1));
      return number >= 1 && number <= 12 ? Optional.of(F1 + number - 1) : Optional.empty();
    }
    return Optional.ofNullable(KEYS.get(lower));
  }

  private static Optional<Part> wait(String length, String name) {
    if (length.isEmpty()) {
      return Optional.of(new Part.Wait(PAUSE));
    }
    if (length.chars().allMatch(Character::isDigit) && length.length() < 7) {
      return Optional.of(new Part.Wait(Duration.ofSeconds(Long.parseLong(length))));
    }
    if (!Character.isDigit(length.charAt(0))) {
      return Optional.empty();
    }
    return Optional.of(
        new Part.Wait(
            DurationText.parse(length)
                .orElseThrow(
                    () ->
                        new IllegalArgumentException(
                            "<"
                                + name
                                + "> is no pause: it takes a number with a unit, such as"
                                + " <wait10s> or <wait1m30s>."))));
  }

  private static Part press(int character) {
    boolean shifted =
        Character.isUpperCase(character) || (character < 0x80 && SHIFTED.indexOf(character) >= 0);
    return switch (character) {
      case '\n', '\r' -> new Part.Press(0xff0d, false);
      case '\t' -> new Part.Press(0xff09, false);
      default -> new Part.Press(symbol(character), shifted);
    };
  }

  private static int symbol(int character) {
    return character <= LAST_LATIN ? character : UNICODE + character;
  }
}
