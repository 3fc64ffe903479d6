package dev.ingot.deploy.fetch;

import dev.ingot.lang.BoundedFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringTokenizer;

/**
 * Users and passwords of hosts, as {@code ~/.netrc} has them, or the file that the variable NETRC
 * names.
 */
final class Netrc {
  /** A user and a password. */
  record Login(String user, String password) {
    @Override
    public String toString() {
      return "Login " + user;
    }
  }

  private record Machine(String host, Login login) {}

  private final List<Machine> machines;

  private Netrc(List<Machine> machines) {
    this.machines = machines;
  }

  /** The file of this user; nothing where there is none. */
  static Netrc of(Map<String, String> environment, Path home) throws FetchException {
    Path file =
        Optional.ofNullable(environment.get("NETRC"))
            .filter(name -> !name.isEmpty())
            .map(Path::of)
            .orElse(home.resolve(".netrc"));
    if (!Files.isRegularFile(file)) {
      return new Netrc(List.of());
    }
    try {
      return parse(new String(BoundedFile.read(file), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new FetchException("the file " + file + " with passwords of hosts can't be read");
    }
  }

  static Netrc parse(String text) {
    List<Machine> machines = new ArrayList<>();
    StringTokenizer words = new StringTokenizer(withoutMacros(text));
    String host = "";
    boolean within = false;
    String user = "";
    String password = "";
    while (words.hasMoreTokens()) {
      String word = words.nextToken();
      boolean machine = word.equals("machine");
      if (machine || word.equals("default")) {
        if (within) {
          machines.add(new Machine(host, new Login(user, password)));
        }
        host = machine && words.hasMoreTokens() ? words.nextToken() : "";
        within = true;
        user = "";
        password = "";
      } else if (word.equals("login") && words.hasMoreTokens()) {
        user = words.nextToken();
      } else if (word.equals("password") && words.hasMoreTokens()) {
        password = words.nextToken();
      }
    }
    if (within) {
      machines.add(new Machine(host, new Login(user, password)));
    }
    return new Netrc(machines);
  }

  /** Macros end with an empty line. */
  private static String withoutMacros(String text) {
    StringBuilder rest = new StringBuilder();
    boolean macro = false;
    for (String line : text.lines().toList()) {
      macro = (macro && !line.isBlank()) || line.strip().startsWith("macdef");
      if (!macro && !line.strip().startsWith("#")) {
        rest.append(line).append('\n');
      }
    }
    return rest.toString();
  }

  /** The login for a host; that of {@code default} for others. */
  Optional<Login> find(String host) {
    return machines.stream()
        .filter(machine -> machine.host().isEmpty() || machine.host().equalsIgnoreCase(host))
        .map(Machine::login)
        .findFirst();
  }
}
