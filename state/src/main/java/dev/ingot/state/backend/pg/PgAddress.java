package dev.ingot.state.backend.pg;

import dev.ingot.state.backend.BackendPlace;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where a database is and who connects to it. Rules: the two forms of connection strings and the
 * environment variables of libpq, with the defaults of Terraform's driver.
 *
 * @param parameters by their names in libpq, such as {@code host}; a password is among them
 */
record PgAddress(SortedMap<String, String> parameters) {
  private static final Map<String, String> VARIABLES =
      Map.ofEntries(
          Map.entry("PGHOST", "host"),
          Map.entry("PGPORT", "port"),
          Map.entry("PGDATABASE", "dbname"),
          Map.entry("PGUSER", "user"),
          Map.entry("PGPASSWORD", "password"),
          Map.entry("PGSSLMODE", "sslmode"),
          Map.entry("PGSSLCERT", "sslcert"),
          Map.entry("PGSSLKEY", "sslkey"),
          Map.entry("PGSSLROOTCERT", "sslrootcert"),
          Map.entry("PGOPTIONS", "options"),
          Map.entry("PGCONNECT_TIMEOUT", "connect_timeout"));

  private static final int LAST_PORT = 65_535;

  PgAddress {
    parameters = Collections.unmodifiableSortedMap(new TreeMap<>(parameters));
  }

  /**
   * Of a connection string, which may be empty, and the environment.
   *
   * @throws IllegalArgumentException if it has neither of the two forms; the message never has a
   *     password
   */
  static PgAddress of(String text, BackendPlace place) {
    TreeMap<String, String> parameters = new TreeMap<>();
    VARIABLES.forEach(
        (variable, name) ->
            place.variable(variable).ifPresent(value -> parameters.put(name, value)));
    if (text.startsWith("postgres://") || text.startsWith("postgresql://")) {
      parameters.putAll(url(text));
    } else {
      parameters.putAll(keywords(text));
    }
    parameters.putIfAbsent("host", "localhost");
    parameters.putIfAbsent("port", "5432");
    parameters.putIfAbsent("sslmode", "require");
    place.variable("USER").ifPresent(user -> parameters.putIfAbsent("user", user));
    parameters.putIfAbsent("dbname", parameters.getOrDefault("user", "postgres"));
    PgAddress address = new PgAddress(parameters);
    address.check();
    return address;
  }

  private void check() {
    if (host().startsWith("/")) {
      throw new IllegalArgumentException(
          "The host "
              + host()
              + " is a Unix socket. Ingot reaches PostgreSQL over TCP only: give a host name, such"
              + " as host=localhost.");
    }
    String port = parameters.getOrDefault("port", "");
    boolean digits = port.length() <= 5 && port.chars().allMatch(c -> c >= '0' && c <= '9');
    if (!digits || port.isEmpty() || port() < 1 || port() > LAST_PORT) {
      throw new IllegalArgumentException("The port must be a number from 1 to 65535.");
    }
  }

  private static SortedMap<String, String> url(String text) {
    TreeMap<String, String> parameters = new TreeMap<>();
    URI uri;
    try {
      uri = new URI(text);
    } catch (URISyntaxException e) {
      // Its message holds the text, and with it the password.
      throw new IllegalArgumentException(
          "The connection string is not a URL such as postgres://user@host:5432/database."
              + " Characters of a password such as # or / have to be written as %23 or %2F.");
    }
    String authority = Optional.ofNullable(uri.getRawAuthority()).orElse("");
    int at = authority.lastIndexOf('@');
    if (at >= 0) {
      String[] user = authority.substring(0, at).split(":", 2);
      put(parameters, "user", user[0]);
      if (user.length == 2) {
        put(parameters, "password", user[1]);
      }
    }
    String host = authority.substring(at + 1);
    int colon = host.lastIndexOf(':');
    if (colon > host.lastIndexOf(']')) {
      put(parameters, "port", host.substring(colon + 1));
      host = host.substring(0, colon);
    }
    put(parameters, "host", host);
    String path = Optional.ofNullable(uri.getRawPath()).orElse("");
    put(parameters, "dbname", path.startsWith("/") ? path.substring(1) : path);
    for (String pair : Optional.ofNullable(uri.getRawQuery()).orElse("").split("&")) {
      String[] parts = pair.split("=", 2);
      if (parts.length == 2) {
        put(parameters, parts[0], parts[1]);
      }
    }
    return parameters;
  }

  private static void put(SortedMap<String, String> parameters, String name, String encoded) {
    String value = URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8);
    if (!value.isEmpty()) {
      parameters.put(name, value);
    }
  }

  private static SortedMap<String, String> keywords(String text) {
    TreeMap<String, String> parameters = new TreeMap<>();
    int i = 0;
    while (i < text.length()) {
      if (Character.isWhitespace(text.charAt(i))) {
        i++;
        continue;
      }
      int equals = text.indexOf('=', i);
      if (equals < 0) {
        throw new IllegalArgumentException(
            "The connection string is neither a URL (postgres://…) nor a list of keywords and"
                + " values (host=… dbname=…).");
      }
      String name = text.substring(i, equals).strip();
      StringBuilder value = new StringBuilder();
      i = equals + 1;
      boolean quoted = i < text.length() && text.charAt(i) == '\'';
      i += quoted ? 1 : 0;
      while (i < text.length()
          && (quoted ? text.charAt(i) != '\'' : !Character.isWhitespace(text.charAt(i)))) {
        if (text.charAt(i) == '\\' && i + 1 < text.length()) {
          i++;
        }
        value.append(text.charAt(i));
        i++;
      }
      i++;
      parameters.put(name, value.toString());
    }
    return parameters;
  }

  String host() {
    return parameters.getOrDefault("host", "");
  }

  int port() {
    return Integer.parseInt(parameters.getOrDefault("port", "5432"));
  }

  Optional<String> parameter(String name) {
    return Optional.ofNullable(parameters.get(name)).filter(value -> !value.isEmpty());
  }

  /** Without the user and the password. */
  @Override
  public String toString() {
    return "postgres://" + host() + ":" + port() + "/" + parameters.getOrDefault("dbname", "");
  }
}
