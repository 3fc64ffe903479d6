package dev.ingot.bake.gotext;

import dev.ingot.bake.gotext.Node.Action;
import dev.ingot.bake.gotext.Node.Block;
import dev.ingot.bake.gotext.Node.Kind;
import dev.ingot.bake.gotext.Node.Operand;
import dev.ingot.bake.gotext.Node.Output;
import dev.ingot.bake.gotext.Node.Pipeline;
import dev.ingot.bake.gotext.Node.Statement;
import dev.ingot.bake.gotext.Words.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads a text with Go templates in it. What isn't their language stays text. Rules: the public
 * documentation of Go's text/template; {@code define}, {@code template} and {@code block} are left
 * alone, as a text of one component has no others to call.
 */
final class Reader {
  private static final int DEEPEST = 200;

  private final String text;
  private int at;
  private int depth;
  private boolean broken;

  private Reader(String text) {
    this.text = text;
  }

  /**
   * The parts of a text.
   *
   * @return empty where control structures don't fit together
   */
  static Optional<List<Node>> read(String text) {
    Reader reader = new Reader(text);
    List<Node> nodes = new ArrayList<>();
    Optional<Mark> stray = reader.nodes(nodes);
    return stray.isEmpty() && !reader.broken ? Optional.of(List.copyOf(nodes)) : Optional.empty();
  }

  /** An action that closes or divides a control structure. */
  private record Mark(Action action, List<Word> words, int start) {
    boolean is(String name) {
      return words.getFirst().text().equals(name);
    }
  }

  private record Found(Action action, Optional<Mark> mark) {}

  /** Reads up to a mark; empty at the end of the text. */
  private Optional<Mark> nodes(List<Node> nodes) {
    while (!broken) {
      int open = text.indexOf("{{", at);
      int close = open < 0 ? -1 : Words.end(text, open + 2);
      if (close < 0) {
        nodes.add(new Node.Text(text.substring(at)));
        at = text.length();
        return Optional.empty();
      }
      if (open > at) {
        nodes.add(new Node.Text(text.substring(at, open)));
      }
      Found found = action(open, close);
      if (found.mark().isPresent()) {
        return found.mark();
      }
      nodes.add(found.action());
    }
    return Optional.empty();
  }

  private Found action(int open, int close) {
    String inside = text.substring(open + 2, close);
    boolean before = inside.startsWith("-") && inside.length() > 1 && isSpace(inside.charAt(1));
    int length = inside.length();
    boolean after = length > 1 && inside.endsWith("-") && isSpace(inside.charAt(length - 2));
    String inner =
        inside.substring(before ? 1 : 0, Math.max(before ? 1 : 0, length - (after ? 1 : 0)));
    at = close + 2;
    String trimmed = inner.strip();
    if (trimmed.startsWith("/*") && trimmed.endsWith("*/")) {
      return of(open, before, after, new Node.Comment());
    }
    Optional<List<Word>> words = Words.of(trimmed);
    if (words.isEmpty() || words.get().isEmpty()) {
      return of(open, before, after, new Node.Foreign());
    }
    Word first = words.get().getFirst();
    if (first.kind() == Words.Kind.NAME) {
      switch (first.text()) {
        case "end", "else" -> {
          Action action = new Action(text.substring(open, at), before, after, new Node.Comment());
          return new Found(action, Optional.of(new Mark(action, words.get(), open)));
        }
        case "if", "with", "range" -> {
          Kind kind =
              switch (first.text()) {
                case "if" -> Kind.IF;
                case "with" -> Kind.WITH;
                default -> Kind.RANGE;
              };
          return block(open, before, after, kind, words.get().subList(1, words.get().size()));
        }
        case "break", "continue" -> {
          return of(open, before, after, new Node.Jump(first.text().equals("break")));
        }
        case "define", "template", "block" -> {
          return of(open, before, after, new Node.Foreign());
        }
        default -> {
          // A function.
        }
      }
    }
    return of(open, before, after, output(words.get()).orElse(new Node.Foreign()));
  }

  private static boolean isSpace(char next) {
    return Character.isWhitespace(next);
  }

  private Found of(int open, boolean before, boolean after, Statement statement) {
    return new Found(
        new Action(text.substring(open, at), before, after, statement), Optional.empty());
  }

  /** A control structure up to its end. Trimming marks inside are those of its parts. */
  private Found block(int open, boolean before, boolean trimsInside, Kind kind, List<Word> head) {
    Structure structure = structure(kind, head, trimsInside);
    return of(open, before, structure.trims(), structure.statement());
  }

  private record Structure(Statement statement, boolean trims) {}

  /** Nothing after a structure without an end, or with one that isn't understood, can be told. */
  private Structure broken() {
    broken = true;
    return new Structure(new Node.Foreign(), false);
  }

  private Structure structure(Kind kind, List<Word> head, boolean trimsInside) {
    List<String> variables = new ArrayList<>();
    Optional<Pipeline> pipeline = pipeline(withoutVariables(head, variables));
    if (pipeline.isEmpty() || ++depth > DEEPEST) {
      return broken();
    }
    List<Node> then = new ArrayList<>();
    if (trimsInside) {
      then.add(trim());
    }
    Optional<Mark> mark = nodes(then);
    mark.ifPresent(found -> trimBefore(found, then));
    List<Node> otherwise = new ArrayList<>();
    if (mark.isPresent() && mark.get().is("else")) {
      List<Word> rest = mark.get().words().subList(1, mark.get().words().size());
      if (!rest.isEmpty()) {
        Structure whole = chained(kind, variables, pipeline.get(), then, mark.get(), rest);
        depth--;
        return whole;
      }
      if (mark.get().action().trimsAfter()) {
        otherwise.add(trim());
      }
      mark = nodes(otherwise);
      mark.ifPresent(found -> trimBefore(found, otherwise));
    }
    depth--;
    if (mark.isEmpty() || !mark.get().is("end") || mark.get().words().size() != 1) {
      return broken();
    }
    return new Structure(
        new Block(kind, variables, pipeline.get(), then, otherwise),
        mark.get().action().trimsAfter());
  }

  /** {@code else if} and {@code else with} share the end of the structure they continue. */
  private Structure chained(
      Kind kind,
      List<String> variables,
      Pipeline pipeline,
      List<Node> then,
      Mark mark,
      List<Word> rest) {
    boolean same =
        (kind == Kind.IF && rest.getFirst().text().equals("if"))
            || (kind == Kind.WITH && rest.getFirst().text().equals("with"));
    if (!same) {
      return broken();
    }
    Structure next = structure(kind, rest.subList(1, rest.size()), mark.action().trimsAfter());
    Action inner = new Action(text.substring(mark.start(), at), false, false, next.statement());
    return new Structure(new Block(kind, variables, pipeline, then, List.of(inner)), next.trims());
  }

  private static Node trim() {
    return new Action("", false, true, new Node.Comment());
  }

  private static void trimBefore(Mark mark, List<Node> nodes) {
    if (mark.action().trimsBefore()) {
      nodes.add(new Action("", true, false, new Node.Comment()));
    }
  }

  /** Takes {@code $x :=} or {@code $i, $x :=} off the beginning. */
  private static List<Word> withoutVariables(List<Word> words, List<String> variables) {
    int sign = -1;
    for (int i = 0; i < words.size() && i <= 3; i++) {
      if (words.get(i).isSign(":=") || words.get(i).isSign("=")) {
        sign = i;
        break;
      }
    }
    if (sign < 1) {
      return words;
    }
    for (int i = 0; i < sign; i += 2) {
      variables.add(words.get(i).text());
    }
    return words.subList(sign + 1, words.size());
  }

  private static Optional<Statement> output(List<Word> words) {
    boolean variable = words.getFirst().kind() == Words.Kind.VARIABLE && words.size() > 2;
    boolean declares = variable && words.get(1).isSign(":=");
    if (declares || (variable && words.get(1).isSign("="))) {
      return pipeline(words.subList(2, words.size()))
          .map(found -> new Output(Optional.of(words.getFirst().text()), declares, found));
    }
    return pipeline(words).map(found -> new Output(Optional.empty(), false, found));
  }

  private static Optional<Pipeline> pipeline(List<Word> words) {
    Cursor cursor = new Cursor(words);
    Optional<Pipeline> pipeline = cursor.pipeline();
    return cursor.isAtEnd() ? pipeline : Optional.empty();
  }

  /** Reads the operands of a pipeline. */
  private static final class Cursor {
    private final List<Word> words;
    private int at;
    private int depth;

    Cursor(List<Word> words) {
      this.words = words;
    }

    boolean isAtEnd() {
      return at == words.size();
    }

    Optional<Pipeline> pipeline() {
      List<List<Operand>> commands = new ArrayList<>();
      List<Operand> command = new ArrayList<>();
      while (!isAtEnd() && !words.get(at).isSign(")")) {
        if (words.get(at).isSign("|")) {
          at++;
          if (command.isEmpty()) {
            return Optional.empty();
          }
          commands.add(List.copyOf(command));
          command.clear();
          continue;
        }
        Optional<Operand> operand = operand();
        if (operand.isEmpty()) {
          return Optional.empty();
        }
        command.add(operand.get());
      }
      if (command.isEmpty()) {
        return Optional.empty();
      }
      commands.add(List.copyOf(command));
      return Optional.of(new Pipeline(commands));
    }

    private Optional<Operand> operand() {
      Word word = words.get(at++);
      return switch (word.kind()) {
        case TEXT -> Optional.of(new Operand.Text(word.text()));
        case NUMBER -> Optional.of(new Operand.Numeral(word.text()));
        case NAME ->
            Optional.of(
                switch (word.text()) {
                  case "true", "false", "nil" -> new Operand.Constant(word.text());
                  default -> new Operand.Function(word.text());
                });
        case FIELD -> {
          List<String> names = new ArrayList<>();
          if (!word.text().isEmpty()) {
            names.add(word.text());
            names.addAll(fields());
          }
          yield Optional.of(new Operand.Fields(names));
        }
        case VARIABLE -> Optional.of(new Operand.Variable(word.text(), fields()));
        case SIGN -> word.isSign("(") ? nested() : Optional.empty();
      };
    }

    private Optional<Operand> nested() {
      if (++depth > DEEPEST) {
        return Optional.empty();
      }
      Optional<Pipeline> inner = pipeline();
      depth--;
      if (inner.isEmpty() || isAtEnd()) {
        return Optional.empty();
      }
      at++;
      return Optional.of(new Operand.Nested(inner.get(), fields()));
    }

    private List<String> fields() {
      List<String> names = new ArrayList<>();
      while (!isAtEnd()
          && words.get(at).kind() == Words.Kind.FIELD
          && words.get(at).attached()
          && !words.get(at).text().isEmpty()) {
        names.add(words.get(at++).text());
      }
      return names;
    }
  }
}
