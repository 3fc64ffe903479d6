package dev.ingot.cli.console;

import dev.ingot.lang.Diagnostics;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** What expressions typed at a console may look at. */
public interface ConsoleNames {
  /** The text printed for an expression; empty if an error was reported. */
  Optional<String> print(String text, Diagnostics diagnostics);

  /** The names that may follow an expression and a dot; none where its value is sensitive. */
  Collection<String> attributes(String text);

  /** The names of all functions. */
  List<String> functions();

  /** The names, with their dots, that can begin an expression. */
  Collection<String> names();
}
