package dev.ingot.provider.registry;

import dev.ingot.http.client.HttpResponse;
import dev.ingot.lang.version.Version;
import dev.ingot.provider.registry.RegistryException.Kind;
import dev.ingot.registry.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A module registry's client. Rules: the documentation of the module registry protocol. Safe for
 * several threads.
 */
public final class ModuleRegistryClient {
  /** The name of the protocol in service discovery. */
  public static final String SERVICE = "modules.v1";

  private final RegistryConnection connection;
  private final ServiceDiscovery discovery;

  /** Of whatever registry an address names. */
  public ModuleRegistryClient(RegistryConnection connection, ServiceDiscovery discovery) {
    this.connection = connection;
    this.discovery = discovery;
  }

  /**
   * What versions a module has, in no order.
   *
   * @param path {@code NAMESPACE/NAME/SYSTEM}
   * @return empty if the answer names no module
   * @throws RegistryException if the registry can't be asked; of the kind {@link Kind#NOT_FOUND} if
   *     it doesn't know the module
   */
  public Optional<List<Version>> versions(String host, String path) throws IOException {
    RegistryConnection.Document document = connection.document(host, at(host, path + "/versions"));
    List<JsonObject> modules = document.json().objects("modules");
    if (modules.isEmpty()) {
      return Optional.empty();
    }
    List<Version> versions = new ArrayList<>();
    for (JsonObject each : modules.getFirst().objects("versions")) {
      Version.parse(each.text("version")).ifPresent(versions::add);
    }
    return Optional.of(versions);
  }

  /**
   * Where the package of a version is.
   *
   * @return as the registry gives it; whole, where it was relative to the question
   * @throws RegistryException if the registry can't be asked or gives no address
   */
  public String location(String host, String path, Version version) throws IOException {
    HttpResponse response = connection.answer(host, at(host, path + "/" + version + "/download"));
    String location = response.headers().first("x-terraform-get").orElse("").strip();
    if (location.isEmpty()) {
      location = JsonObject.parse(response.text()).map(json -> json.text("location")).orElse("");
    }
    if (location.isEmpty()) {
      throw new RegistryException(
          Kind.UNREACHABLE,
          "the answer for " + path + " " + version + " has no header X-Terraform-Get",
          "Tell whoever runs the registry.");
    }
    return Locations.resolved(response.uri(), location);
  }

  private URI at(String host, String rest) throws IOException {
    URI service =
        discovery
            .find(host, SERVICE)
            .orElseThrow(
                () ->
                    new RegistryException(
                        Kind.UNREACHABLE,
                        "host " + host + " does not provide a modules service",
                        "Check the source address of the module."));
    return service.resolve(rest);
  }
}
