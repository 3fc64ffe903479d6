package dev.ingot.bake.gotext;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A text taken apart at the actions that do nothing but call a function with strings. */
public final class GoCalls {
  private GoCalls() {}

  /** A part of a text. */
  public sealed interface Part {
    /** Text, with any other actions in it. */
    record Text(String text) implements Part {}

    /** An action that calls a function, such as <code>{{user `name`}}</code>. */
    record Call(String source, String name, List<String> arguments) implements Part {
      public Call {
        arguments = List.copyOf(arguments);
      }
    }
  }

  /** The parts of a text, in order; those that call nothing are joined. */
  public static List<Part> of(String text) {
    List<Part> parts = new ArrayList<>();
    int done = 0;
    int from = 0;
    for (int open = text.indexOf("{{"); open >= 0; open = text.indexOf("{{", from)) {
      int close = Words.end(text, open + 2);
      if (close < 0) {
        break;
      }
      from = close + 2;
      Optional<Part> call = call(text.substring(open, from), text.substring(open + 2, close));
      if (call.isPresent()) {
        if (open > done) {
          parts.add(new Part.Text(text.substring(done, open)));
        }
        parts.add(call.get());
        done = from;
      }
    }
    if (done < text.length() || parts.isEmpty()) {
      parts.add(new Part.Text(text.substring(done)));
    }
    return parts;
  }

  private static Optional<Part> call(String source, String action) {
    List<Words.Word> words = Words.of(action).orElse(List.of());
    if (words.isEmpty() || words.getFirst().kind() != Words.Kind.NAME) {
      return Optional.empty();
    }
    List<String> arguments = new ArrayList<>();
    for (Words.Word word : words.subList(1, words.size())) {
      if (word.kind() != Words.Kind.TEXT) {
        return Optional.empty();
      }
      arguments.add(word.text());
    }
    return Optional.of(new Part.Call(source, words.getFirst().text(), arguments));
  }
}
