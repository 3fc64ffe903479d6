package dev.ingot.cli.console;

import dev.ingot.cli.invocation.Invocation;
import dev.ingot.lang.Diagnostics;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jline.reader.Candidate;
import org.jline.reader.CompletingParsedLine;
import org.jline.reader.EOFError;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/** The console at a terminal: history, completion, and expressions over several lines. */
public final class TypedConsole {
  private TypedConsole() {}

  /**
   * Reads and evaluates until the end.
   *
   * @param history the file of the history
   */
  public static void run(Invocation invocation, ConsoleNames names, Path history)
      throws IOException {
    try (Terminal terminal = TerminalBuilder.builder().system(true).build()) {
      LineReader reader =
          LineReaderBuilder.builder()
              .terminal(terminal)
              .appName(invocation.wording().program())
              .parser(TypedConsole::parse)
              .completer((line, word, candidates) -> complete(names, word, candidates))
              .variable(LineReader.HISTORY_FILE, history)
              .variable(LineReader.SECONDARY_PROMPT_PATTERN, ": ")
              .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
              .build();
      while (true) {
        String text;
        try {
          text = reader.readLine("> ").strip();
        } catch (UserInterruptException e) {
          continue;
        } catch (EndOfFileException e) {
          return;
        }
        if (text.equals("exit")) {
          return;
        }
        if (text.equals("help")) {
          invocation.terminal().line(help(invocation.wording().product()));
        } else {
          // A paste can contain several expressions.
          OpenBrackets.expressions(text.lines().toList())
              .forEach(expression -> evaluate(invocation, names, expression));
        }
      }
    }
  }

  private static void evaluate(Invocation invocation, ConsoleNames names, String text) {
    Diagnostics diagnostics = new Diagnostics();
    Optional<String> printed = names.print(text, diagnostics);
    invocation.show(diagnostics.list());
    printed.ifPresent(invocation.terminal()::line);
  }

  static String help(String product) {
    return "The "
        + product
        + " console evaluates expressions: type one and press return.\nTo end, type \"exit\" or"
        + " press Control-D. The tab key completes names.";
  }

  /** A line is complete when its brackets are closed. */
  private static ParsedLine parse(String line, int cursor, Parser.ParseContext context) {
    if (context == Parser.ParseContext.ACCEPT_LINE && OpenBrackets.goesOn(line)) {
      throw new EOFError(-1, cursor, "open bracket");
    }
    return new TypedLine(line, cursor);
  }

  private static void complete(ConsoleNames names, ParsedLine line, List<Candidate> candidates) {
    Completion completion =
        Completion.of(
            line.line().substring(0, line.cursor()),
            names.functions(),
            names.names(),
            names::attributes);
    for (Completion.Choice choice : completion.choices()) {
      // Not "complete": no space is to follow, since a dot, a bracket or nothing does.
      candidates.add(new Candidate(choice.text(), choice.shown(), null, null, null, null, false));
    }
  }

  /** The line as the completion of names sees it: its last word, and all before it. */
  private record TypedLine(String line, int cursor) implements CompletingParsedLine {
    @Override
    public String word() {
      return Completion.word(line.substring(0, cursor));
    }

    @Override
    public int wordCursor() {
      return word().length();
    }

    @Override
    public int wordIndex() {
      return words().size() - 1;
    }

    @Override
    public List<String> words() {
      String before = line.substring(0, cursor - word().length());
      return before.isEmpty() ? List.of(word()) : List.of(before, word());
    }

    @Override
    public CharSequence escape(CharSequence candidate, boolean complete) {
      return candidate;
    }

    @Override
    public int rawWordCursor() {
      return wordCursor();
    }

    @Override
    public int rawWordLength() {
      return word().length();
    }
  }
}
