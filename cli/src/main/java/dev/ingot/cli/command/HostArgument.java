package dev.ingot.cli.command;

import dev.ingot.cli.invocation.Invocation;
import dev.ingot.lang.Diagnostic;
import java.net.IDN;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The host that {@code login} and {@code logout} are about. */
final class HostArgument {
  private static final String USUAL = "app.terraform.io";
  private static final int LARGEST_PORT = 65535;

  private HostArgument() {}

  /** The host; empty, and reported, if what is given isn't one. */
  static Optional<String> of(Invocation invocation, List<String> arguments) {
    String given = arguments.isEmpty() ? USUAL : arguments.getFirst();
    Optional<String> host = host(given);
    if (host.isEmpty()) {
      invocation.show(
          List.of(
              Diagnostic.error(
                  "Invalid hostname",
                  "The given hostname \""
                      + given
                      + "\" is not valid: it must be the name of a host, such as app.terraform.io,"
                      + " with a port after a colon where needed.")));
    }
    return host;
  }

  private static Optional<String> host(String given) {
    int colon = given.indexOf(':');
    String name = colon < 0 ? given : given.substring(0, colon);
    String port = colon < 0 ? "" : given.substring(colon + 1);
    if (colon >= 0
        && (port.length() > 5
            || !port.matches("[1-9][0-9]*")
            || Integer.parseInt(port) > LARGEST_PORT)) {
      return Optional.empty();
    }
    try {
      String ascii = IDN.toASCII(name, IDN.USE_STD3_ASCII_RULES).toLowerCase(Locale.ROOT);
      boolean usual = port.isEmpty() || port.equals("443");
      return ascii.isEmpty() ? Optional.empty() : Optional.of(usual ? ascii : ascii + ":" + port);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
