package dev.ingot.bake.gotext;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A text taken apart at the actions that only call functions, also through pipes. */
public final class GoPipelines {
  private GoPipelines() {}

  /** A part of a text. */
  public sealed interface Part {
    /** Text, with any other actions in it. */
    record Text(String text) implements Part {}

    /** An action, such as <code>{{user `name` | upper}}</code>. */
    record Action(String source, Call call) implements Part {}
  }

  /** What a function is called with. */
  public sealed interface Operand {
    /** A string. */
    record Text(String text) implements Operand {}

    /** A number as it is written. */
    record Numeral(String text) implements Operand {}

    /** The result of another call. */
    record Result(Call call) implements Operand {}
  }

  /** A call; what comes through a pipe is its last operand. */
  public record Call(String name, List<Operand> operands) {
    public Call {
      operands = List.copyOf(operands);
    }
  }

  /** The parts of a text, in order. */
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
      Optional<Call> call = Words.of(text.substring(open + 2, close)).flatMap(GoPipelines::call);
      if (call.isPresent()) {
        if (open > done) {
          parts.add(new Part.Text(text.substring(done, open)));
        }
        parts.add(new Part.Action(text.substring(open, from), call.get()));
        done = from;
      }
    }
    if (done < text.length() || parts.isEmpty()) {
      parts.add(new Part.Text(text.substring(done)));
    }
    return parts;
  }

  private static Optional<Call> call(List<Words.Word> words) {
    Pipeline pipeline = new Pipeline(words);
    return pipeline.call().filter(call -> pipeline.isAtEnd());
  }

  private static final class Pipeline {
    /** Deeper ones stay text. */
    private static final int DEEPEST = 50;

    private final List<Words.Word> words;
    private int at;
    private int depth;

    Pipeline(List<Words.Word> words) {
      this.words = words;
    }

    boolean isAtEnd() {
      return at == words.size();
    }

    private boolean takes(String sign) {
      boolean taken = !isAtEnd() && words.get(at).isSign(sign);
      at += taken ? 1 : 0;
      return taken;
    }

    Optional<Call> call() {
      Optional<Call> call = command(List.of());
      while (call.isPresent() && takes("|")) {
        call = command(List.of(new Operand.Result(call.get())));
      }
      return call;
    }

    private Optional<Call> command(List<Operand> piped) {
      if (isAtEnd() || words.get(at).kind() != Words.Kind.NAME) {
        return Optional.empty();
      }
      String name = words.get(at++).text();
      List<Operand> operands = new ArrayList<>();
      while (!isAtEnd() && !words.get(at).isSign("|") && !words.get(at).isSign(")")) {
        Optional<Operand> operand = operand();
        if (operand.isEmpty()) {
          return Optional.empty();
        }
        operands.add(operand.get());
      }
      operands.addAll(piped);
      return Optional.of(new Call(name, operands));
    }

    private Optional<Operand> operand() {
      if (takes("(")) {
        if (++depth > DEEPEST) {
          return Optional.empty();
        }
        return call().filter(_ -> takes(")")).map(Operand.Result::new);
      }
      Words.Word word = words.get(at++);
      return switch (word.kind()) {
        case TEXT -> Optional.of(new Operand.Text(word.text()));
        case NUMBER -> Optional.of(new Operand.Numeral(word.text()));
        case NAME -> Optional.of(new Operand.Result(new Call(word.text(), List.of())));
        case FIELD, VARIABLE, SIGN -> Optional.empty();
      };
    }
  }
}
