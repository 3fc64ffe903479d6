package dev.ingot.cli.console;

import dev.ingot.cli.Engine;
import dev.ingot.lang.Diagnostics;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jline.reader.Candidate;
import org.jline.reader.EOFError;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.DefaultParser;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/** The console at a terminal: history, completion, and expressions over several lines. */
public final class TypedConsole {
  private TypedConsole() {}

  /**
   * Reads and evaluates until the end.
   *
   * @param history where what was typed is kept
   */
  public static void run(Engine engine, ConsoleWorld world, Path history) throws IOException {
    try (Terminal terminal = TerminalBuilder.builder().system(true).build()) {
      LineReader reader =
          LineReaderBuilder.builder()
              .terminal(terminal)
              .appName(engine.wording().program())
              .parser(new Brackets())
              .completer(
                  (line, word, candidates) -> {
                    String typed = word.word();
                    world.names().stream()
                        .filter(name -> name.startsWith(typed))
                        .forEach(name -> candidates.add(new Candidate(name)));
                  })
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
          engine.terminal().line(help(engine.wording().product()));
        } else if (!text.isEmpty()) {
          evaluate(engine, world, text);
        }
      }
    }
  }

  private static void evaluate(Engine engine, ConsoleWorld world, String text) {
    Diagnostics diagnostics = new Diagnostics();
    Optional<String> printed = world.print(text, diagnostics);
    engine.show(diagnostics.list());
    printed.ifPresent(engine.terminal()::line);
  }

  static String help(String product) {
    return "The "
        + product
        + " console evaluates expressions: type one and press return.\nTo end, type \"exit\" or"
        + " press Control-D. The tab key completes names.";
  }

  /** A line is complete when its brackets are closed. */
  private static final class Brackets implements Parser {
    private final DefaultParser words = new DefaultParser();

    Brackets() {
      words.setEofOnUnclosedQuote(false);
      words.setEscapeChars(new char[0]);
      words.setQuoteChars(new char[0]);
    }

    @Override
    public ParsedLine parse(String line, int cursor, ParseContext context) {
      if (context == ParseContext.ACCEPT_LINE && OpenBrackets.goesOn(line)) {
        throw new EOFError(-1, cursor, "open bracket");
      }
      return words.parse(line, cursor, context);
    }
  }
}
