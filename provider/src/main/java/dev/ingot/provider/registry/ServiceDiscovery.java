package dev.ingot.provider.registry;

import dev.ingot.provider.registry.RegistryException.Kind;
import dev.ingot.registry.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Finds out where hosts have their services; each host is asked once. Safe for several threads. */
public final class ServiceDiscovery {
  private final RegistryConnection connection;
  private final Map<String, Map<String, String>> configured;
  private final Map<String, LoginSettings> logins;
  private final Map<String, RegistryConnection.Document> known = new HashMap<>();

  /**
   * @param configured what the CLI configuration file says of hosts: addresses by service, by host;
   *     those are not asked
   */
  public ServiceDiscovery(
      RegistryConnection connection, Map<String, Map<String, String>> configured) {
    this(connection, configured, Map.of());
  }

  /**
   * @param logins what the CLI configuration file says of logging in at hosts
   */
  public ServiceDiscovery(
      RegistryConnection connection,
      Map<String, Map<String, String>> configured,
      Map<String, LoginSettings> logins) {
    this.connection = connection;
    this.configured = Map.copyOf(configured);
    this.logins = Map.copyOf(logins);
  }

  /**
   * How a host gives tokens.
   *
   * @return empty if it doesn't
   * @throws RegistryException if the host can't be asked
   */
  public synchronized Optional<LoginSettings> login(String host) throws IOException {
    if (configured.containsKey(host)) {
      return Optional.ofNullable(logins.get(host));
    }
    RegistryConnection.Document document = document(host);
    return document
        .json()
        .object("login.v1")
        .map(
            login ->
                LoginSettings.of(
                    document.uri(),
                    login.text("client"),
                    login.texts("grant_types"),
                    login.text("authz"),
                    login.text("token"),
                    login.numbers("ports"),
                    login.texts("scopes")));
  }

  private RegistryConnection.Document document(String host) throws IOException {
    RegistryConnection.Document document = known.get(host);
    if (document == null) {
      document = asked(host);
      known.put(host, document);
    }
    return document;
  }

  /**
   * Where a service is.
   *
   * @param service such as {@code providers.v1}
   * @return empty if the host doesn't have it; ends in a slash
   * @throws RegistryException if the host can't be asked
   */
  public synchronized Optional<URI> find(String host, String service) throws IOException {
    Map<String, String> given = configured.get(host);
    if (given != null) {
      String address = given.get(service);
      return address == null
          ? Optional.empty()
          : Optional.of(resolved(URI.create("https://" + host + "/"), address, host));
    }
    RegistryConnection.Document document = document(host);
    String address = document.json().text(service);
    return address.isEmpty()
        ? Optional.empty()
        : Optional.of(resolved(document.uri(), address, host));
  }

  private RegistryConnection.Document asked(String host) throws IOException {
    URI uri = URI.create("https://" + host + "/.well-known/terraform.json");
    try {
      return connection.document(host, uri);
    } catch (RegistryException e) {
      return switch (e.kind()) {
        // A host without the document has no services.
        case NOT_FOUND ->
            new RegistryConnection.Document(uri, new JsonObject(new java.util.TreeMap<>()));
        case UNREACHABLE, UNAUTHORIZED, INCOMPATIBLE, NOT_AUTHENTIC ->
            throw new RegistryException(
                e.kind(), "could not connect to " + host + ": " + e.getMessage(), e.remedy());
      };
    }
  }

  private static URI resolved(URI base, String address, String host) throws RegistryException {
    try {
      URI uri = base.resolve(URI.create(address));
      String scheme = String.valueOf(uri.getScheme());
      if (scheme.equals("https") || scheme.equals("http")) {
        String path = uri.getRawPath() == null ? "" : uri.getRawPath();
        return path.endsWith("/") ? uri : uri.resolve(path + "/");
      }
    } catch (IllegalArgumentException e) {
      throw malformed(host, address);
    }
    throw malformed(host, address);
  }

  private static RegistryException malformed(String host, String address) {
    return new RegistryException(
        Kind.UNREACHABLE,
        host + " names \"" + address + "\" as the address of a service, which is none",
        "Tell whoever runs the host.");
  }
}
