package dev.ingot.bake.docker;

import dev.ingot.bake.Arguments;
import dev.ingot.lang.Diagnostics;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What {@code run_command} says of a container: the options of {@code docker run} that can be
 * expressed through the engine's API and make sense in a build.
 *
 * @param entrypoint its program; empty for the image's own
 * @param command its arguments; empty for the image's own
 */
record RunCommand(
    boolean terminal,
    boolean input,
    Optional<String> entrypoint,
    List<String> command,
    List<String> environment,
    Optional<String> user,
    Optional<String> network,
    Optional<String> folder,
    Optional<String> hostname,
    HostAccess access) {
  /** As Packer documents it. */
  private static final List<String> DEFAULT =
      List.of("-d", "-i", "-t", "--entrypoint=/bin/sh", "--", "{{.Image}}");

  RunCommand {
    command = List.copyOf(command);
    environment = List.copyOf(environment);
  }

  static RunCommand read(Arguments arguments, Diagnostics diagnostics) {
    List<String> words = arguments.texts("run_command");
    Parser parser = new Parser(words.isEmpty() ? DEFAULT : words);
    Optional<String> problem = parser.parse();
    problem.ifPresent(
        text -> diagnostics.error("Unsupported run_command", text, arguments.place("run_command")));
    return parser.made();
  }

  private static final class Parser {
    private final List<String> words;
    private boolean terminal;
    private boolean input;
    private Optional<String> entrypoint = Optional.empty();
    private List<String> command = List.of();
    private final List<String> environment = new ArrayList<>();
    private Optional<String> user = Optional.empty();
    private Optional<String> network = Optional.empty();
    private Optional<String> folder = Optional.empty();
    private Optional<String> hostname = Optional.empty();
    private final HostAccess.Options access = new HostAccess.Options();

    Parser(List<String> words) {
      this.words = words;
    }

    RunCommand made() {
      return new RunCommand(
          terminal,
          input,
          entrypoint,
          command,
          environment,
          user,
          network,
          folder,
          hostname,
          access.access());
    }

    /** What is wrong with it, if anything. */
    Optional<String> parse() {
      int at = 0;
      boolean detached = false;
      while (at < words.size() && words.get(at).startsWith("-") && !words.get(at).equals("--")) {
        String word = words.get(at);
        if (isFlags(word)) {
          detached |= word.indexOf('d') > 0;
          input |= word.indexOf('i') > 0;
          terminal |= word.indexOf('t') > 0;
          at++;
          continue;
        }
        if (word.equals("--privileged")) {
          access.privileged();
          at++;
          continue;
        }
        int equals = word.startsWith("--") ? word.indexOf('=') : -1;
        boolean separate = equals < 0;
        if (separate && at + 1 == words.size()) {
          return Optional.of(word + " has no value.");
        }
        String value = separate ? words.get(at + 1) : word.substring(equals + 1);
        if (!take(separate ? word : word.substring(0, equals), value)) {
          return Optional.of(
              word
                  + " is not supported. Supported are -d, -i, -t, --entrypoint, -e, -u, -w, -h, -v,"
                  + " --network, --privileged, --device, --tmpfs, --cap-add and --cap-drop.");
        }
        at += separate ? 2 : 1;
      }
      if (at < words.size() && words.get(at).equals("--")) {
        at++;
      }
      if (at == words.size() || !isImage(words.get(at))) {
        return Optional.of("It must name the image {{.Image}} after its options.");
      }
      if (!detached) {
        return Optional.of("It must start the container in the background (-d).");
      }
      command = words.subList(at + 1, words.size());
      return Optional.empty();
    }

    private boolean take(String option, String value) {
      switch (option) {
        case "--entrypoint" -> entrypoint = Optional.of(value);
        case "-e", "--env" -> environment.add(value);
        case "-u", "--user" -> user = Optional.of(value);
        case "-w", "--workdir" -> folder = Optional.of(value);
        case "-h", "--hostname" -> hostname = Optional.of(value);
        case "--network", "--net" -> network = Optional.of(value);
        default -> {
          return access.take(option, value);
        }
      }
      return true;
    }

    private static boolean isFlags(String word) {
      return word.length() > 1
          && word.charAt(0) == '-'
          && word.chars().skip(1).allMatch(c -> c == 'd' || c == 'i' || c == 't');
    }

    private static boolean isImage(String word) {
      return word.replace(" ", "").equals("{{.Image}}");
    }
  }
}
