package dev.ingot.provider.registry;

import dev.ingot.address.ProviderAddress;
import dev.ingot.lang.version.Version;
import dev.ingot.provider.registry.RegistryException.Kind;
import dev.ingot.registry.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The client of a provider network mirror. */
public final class MirrorClient {
  private final RegistryConnection connection;
  private final URI base;

  /**
   * Of the mirror at an address.
   *
   * @param base of https, ending in a slash
   */
  public MirrorClient(RegistryConnection connection, URI base) {
    this.connection = connection;
    this.base = base;
  }

  /**
   * A package that a mirror has.
   *
   * @param hashes that the mirror says it has, with their schemes; may be empty
   */
  public record MirroredPackage(URI uri, List<String> hashes) {
    public MirroredPackage {
      hashes = List.copyOf(hashes);
    }
  }

  private String host() {
    return String.valueOf(base.getRawAuthority());
  }

  private URI at(ProviderAddress address, String name) {
    return base.resolve(
        address.host().replace(":", "%3A")
            + "/"
            + address.namespace()
            + "/"
            + address.type()
            + "/"
            + name);
  }

  /**
   * What versions it has, in no order; none if it doesn't know the provider.
   *
   * @throws RegistryException if it can't be asked
   */
  public List<Version> versions(ProviderAddress address) throws IOException {
    List<Version> versions = new ArrayList<>();
    Optional<JsonObject> index =
        document(address, "index.json").map(RegistryConnection.Document::json);
    Map<String, JsonObject> known =
        index.flatMap(all -> all.object("versions")).map(JsonObject::objects).orElse(Map.of());
    for (String text : known.keySet()) {
      Version.parse(text).ifPresent(versions::add);
    }
    return versions;
  }

  /**
   * A package; empty if it has none for the platform.
   *
   * @param platform such as {@code linux_amd64}
   * @throws RegistryException if it can't be asked
   */
  public Optional<MirroredPackage> find(ProviderAddress address, Version version, String platform)
      throws IOException {
    Optional<RegistryConnection.Document> document = document(address, version + ".json");
    Optional<JsonObject> archive =
        document
            .flatMap(found -> found.json().object("archives"))
            .flatMap(archives -> archives.object(platform));
    if (document.isEmpty() || archive.isEmpty()) {
      return Optional.empty();
    }
    String url = archive.get().text("url");
    try {
      if (!url.isEmpty()) {
        URI uri = document.get().uri().resolve(URI.create(url));
        return Optional.of(new MirroredPackage(uri, archive.get().texts("hashes")));
      }
    } catch (IllegalArgumentException e) {
      throw malformed(address, version);
    }
    throw malformed(address, version);
  }

  private RegistryException malformed(ProviderAddress address, Version version) {
    return new RegistryException(
        Kind.UNREACHABLE,
        "the mirror " + host() + " has no valid address for " + address + " " + version,
        "Tell whoever runs the mirror.");
  }

  /** Downloads a package to a file. */
  public void download(MirroredPackage found, Path file) throws IOException {
    connection.download(host(), found.uri(), file);
  }

  private Optional<RegistryConnection.Document> document(ProviderAddress address, String name)
      throws IOException {
    try {
      return Optional.of(connection.document(host(), at(address, name)));
    } catch (RegistryException e) {
      if (e.kind() == Kind.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
