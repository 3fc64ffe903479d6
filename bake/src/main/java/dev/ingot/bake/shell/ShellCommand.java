package dev.ingot.bake.shell;

import dev.ingot.bake.ShellWords;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A command line for a machine with a POSIX shell. Variables reach it by its standard input, which
 * other users of the machine can't read, and its processes carry a mark by which all of them can be
 * killed.
 */
public final class ShellCommand {
  /** A command line that tells whether there is a POSIX shell. */
  public static final String PROBE = "sh -c 'printf %s ok'";

  /** Tells its process, reads variables until an empty line, and goes on with the command. */
  private static final String BEGIN =
      """
      echo "$$"
      ingot_n='
      '
      while IFS= read -r ingot_v && [ -n "$ingot_v" ]; do eval "$ingot_v"; done
      unset ingot_v ingot_n
      """;

  /** The variable by which the processes of a command are known when they have to be killed. */
  private static final String MARK = "INGOT_COMMAND";

  private final String command;
  private final Map<String, String> variables;
  private final String mark = MARK + "=" + UUID.randomUUID();

  private ShellCommand(String command, Map<String, String> variables) {
    this.command = command;
    this.variables = variables;
  }

  /** A command with variables. */
  public static ShellCommand of(String command, Map<String, String> variables) {
    return new ShellCommand(command, Map.copyOf(variables));
  }

  /** Whether this is what a POSIX shell prints for {@link #PROBE}. */
  public static boolean isPosix(String printed) {
    return printed.equals("ok");
  }

  /** What is run. */
  public String line() {
    return "sh -c " + ShellWords.quote(BEGIN + command);
  }

  /** What it is given to read. */
  public byte[] input() {
    String input = "export " + mark + "\n" + exports(variables) + "\n";
    return input.getBytes(StandardCharsets.UTF_8);
  }

  /** Takes its output apart. */
  public Begun output(LineSink next) {
    return new Begun(next);
  }

  /**
   * A command line that kills every process that has the mark, until there is none, then the one
   * that was told.
   */
  public String kill(String process) {
    String script =
        """
        for pass in 1 2 3; do
          found=
          for p in /proc/[0-9]*; do
            if tr '\\000' '\\n' 2>/dev/null <"$p/environ" | grep -qx %s; then
              kill -KILL "${p#/proc/}" 2>/dev/null && found=1
            fi
          done
          [ -n "$found" ] || break
        done
        kill -KILL %s 2>/dev/null
        """
            .formatted(ShellWords.quote(mark), process);
    return "sh -c " + ShellWords.quote(script);
  }

  private static String exports(Map<String, String> variables) {
    StringBuilder lines = new StringBuilder();
    variables.forEach(
        (name, value) ->
            lines
                .append("export ")
                .append(name)
                .append('=')
                .append(ShellWords.quote(value).replace("\n", "'\"$ingot_n\"'"))
                .append('\n'));
    return lines.toString();
  }

  /** The output of a command, whose first line is its process. */
  public static final class Begun {
    private final LineSink next;
    private volatile Optional<String> process = Optional.empty();

    private Begun(LineSink next) {
      this.next = next;
    }

    /** The number of its process; empty until it has begun. */
    public Optional<String> process() {
      return process;
    }

    /** Takes the output. */
    public LineSink sink() {
      return new LineSink(this::line);
    }

    /** At a terminal, what it echoes may come before. */
    private void line(String text) {
      if (process.isPresent()) {
        byte[] bytes = (text + "\n").getBytes(StandardCharsets.UTF_8);
        next.write(bytes, 0, bytes.length);
      } else if (!text.isEmpty() && text.chars().allMatch(Character::isDigit)) {
        process = Optional.of(text);
      }
    }
  }
}
