package dev.ingot.provider.registry;

import dev.ingot.address.ProviderAddress;
import dev.ingot.lang.version.Version;
import dev.ingot.plugin.openpgp.Keyring;
import dev.ingot.plugin.openpgp.OpenPgpException;
import dev.ingot.provider.registry.RegistryException.Kind;
import dev.ingot.registry.json.JsonObject;
import dev.ingot.storage.Digest;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A provider registry's client. A package is believed when its checksum is in the registry's list
 * and the list is signed by a key that the registry names for the provider.
 */
public final class RegistryClient {
  /** The name of the protocol in service discovery. */
  public static final String SERVICE = "providers.v1";

  private static final int MOST_OF_LIST = 1 << 20;
  private static final int MOST_OF_SIGNATURE = 64 * 1024;

  private final RegistryConnection connection;
  private final ServiceDiscovery discovery;

  /** Of whatever registry an address names. */
  public RegistryClient(RegistryConnection connection, ServiceDiscovery discovery) {
    this.connection = connection;
    this.discovery = discovery;
  }

  /**
   * A version that a registry has.
   *
   * @param protocols of the plugin; empty if the registry doesn't say
   * @param platforms such as {@code linux_amd64}
   */
  public record Release(Version version, List<String> protocols, List<String> platforms) {
    public Release {
      protocols = List.copyOf(protocols);
      platforms = List.copyOf(platforms);
    }
  }

  /**
   * A package whose signature is verified and that is not downloaded yet.
   *
   * @param archive its checksum
   * @param checksums those of the archives of all platforms, which are signed together
   * @param signer who signed
   */
  public record SignedPackage(
      String host, URI uri, Digest archive, List<Digest> checksums, Keyring.Signer signer) {
    public SignedPackage {
      checksums = List.copyOf(checksums);
    }
  }

  /**
   * What versions there are, in no order.
   *
   * @throws RegistryException if the registry can't be asked or doesn't know the provider
   */
  public List<Release> releases(ProviderAddress address) throws IOException {
    URI uri = at(address, "versions");
    RegistryConnection.Document document;
    try {
      document = connection.document(address.host(), uri);
    } catch (RegistryException e) {
      throw e.kind() != Kind.NOT_FOUND
          ? e
          : new RegistryException(
              Kind.NOT_FOUND,
              "provider registry "
                  + address.host()
                  + " does not have a provider named "
                  + address
                  + "\n\nAll modules should specify their required_providers so that external"
                  + " consumers will get the correct providers when using a module",
              "");
    }
    List<Release> releases = new ArrayList<>();
    for (JsonObject each : document.json().objects("versions")) {
      Optional<Version> version = Version.parse(each.text("version"));
      List<String> platforms =
          each.objects("platforms").stream()
              .map(platform -> platform.text("os") + "_" + platform.text("arch"))
              .toList();
      version.ifPresent(
          known -> releases.add(new Release(known, each.texts("protocols"), platforms)));
    }
    return releases;
  }

  private URI at(ProviderAddress address, String rest) throws IOException {
    URI service =
        discovery
            .find(address.host(), SERVICE)
            .orElseThrow(
                () ->
                    new RegistryException(
                        Kind.NOT_FOUND,
                        "host " + address.host() + " does not offer a provider registry",
                        "Check the source address of the provider."));
    return service.resolve(address.namespace() + "/" + address.type() + "/" + rest);
  }

  /**
   * A package for a platform, its signature verified.
   *
   * @return empty if the registry has none for the platform
   * @throws RegistryException if the registry can't be asked, or what it says is not authentic
   */
  public Optional<SignedPackage> find(
      ProviderAddress address, Version version, String os, String arch) throws IOException {
    String host = address.host();
    URI uri = at(address, version + "/download/" + os + "/" + arch);
    RegistryConnection.Document document;
    try {
      document = connection.document(host, uri);
    } catch (RegistryException e) {
      if (e.kind() == Kind.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
    JsonObject json = document.json();
    checkProtocols(json.texts("protocols"), address, version);
    Digest checksum = digest(json.text("shasum")).orElseThrow(() -> malformed(host, "shasum"));
    String name = json.text("filename");
    byte[] list = connection.file(host, address(document, "shasums_url"), MOST_OF_LIST);
    byte[] signature =
        connection.file(host, address(document, "shasums_signature_url"), MOST_OF_SIGNATURE);
    Keyring.Signer signer = signer(list, signature, json, address + " " + version);
    Map<String, Digest> checksums = checksums(list);
    Digest listed = checksums.get(name);
    if (listed == null) {
      throw new RegistryException(
          Kind.NOT_AUTHENTIC,
          "the signed list of checksums has none for " + name,
          "Tell whoever publishes the provider.");
    }
    if (!listed.equals(checksum)) {
      throw new RegistryException(
          Kind.NOT_AUTHENTIC,
          "checksum list has unexpected SHA-256 hash "
              + listed.hex()
              + " (expected "
              + checksum.hex()
              + ")",
          "Tell whoever runs the registry.");
    }
    return Optional.of(
        new SignedPackage(
            host,
            address(document, "download_url"),
            checksum,
            List.copyOf(checksums.values()),
            signer));
  }

  /**
   * Downloads a package to a file.
   *
   * @throws RegistryException if it can't be had or has another checksum
   */
  public void download(SignedPackage found, Path file) throws IOException {
    connection.download(found.host(), found.uri(), file);
    Digest actual = Digest.of(file);
    if (!actual.equals(found.archive())) {
      throw new RegistryException(
          Kind.NOT_AUTHENTIC,
          "archive has incorrect checksum "
              + actual.hex()
              + " (expected "
              + found.archive().hex()
              + ")",
          "Run the command again; if it happens again, tell whoever runs the registry.");
    }
  }

  /** A registry that says nothing is believed: the handshake with the plugin decides. */
  private static void checkProtocols(
      List<String> protocols, ProviderAddress address, Version version) throws RegistryException {
    boolean known =
        protocols.isEmpty()
            || protocols.stream().anyMatch(each -> each.startsWith("5.") || each.startsWith("6."));
    if (!known) {
      throw new RegistryException(
          Kind.INCOMPATIBLE,
          address
              + " "
              + version
              + " speaks plugin protocol "
              + String.join(", ", protocols)
              + "; this program speaks 5 and 6",
          "Choose another version of the provider with a version constraint.");
    }
  }

  private static Keyring.Signer signer(byte[] list, byte[] signature, JsonObject json, String what)
      throws RegistryException {
    List<JsonObject> keys =
        json.object("signing_keys").map(all -> all.objects("gpg_public_keys")).orElse(List.of());
    String problem = "the registry names no key for it";
    for (JsonObject key : keys) {
      try {
        Optional<Keyring.Signer> signer =
            Keyring.read(key.text("ascii_armor")).signer(list, signature);
        if (signer.isPresent()) {
          return signer.get();
        }
        problem = "it is not by a key that the registry names";
      } catch (OpenPgpException e) {
        problem = String.valueOf(e.getMessage());
      }
    }
    throw new RegistryException(
        Kind.NOT_AUTHENTIC,
        "error checking signature of " + what + ": " + problem,
        "Don't use this version; tell whoever publishes the provider.");
  }

  /** Lines of a checksum, two blanks and a name; those that are not are skipped. */
  private static Map<String, Digest> checksums(byte[] list) {
    Map<String, Digest> checksums = new TreeMap<>();
    for (String line : new String(list, StandardCharsets.UTF_8).split("\n", -1)) {
      int blank = line.indexOf(' ');
      if (blank > 0) {
        digest(line.substring(0, blank))
            .ifPresent(found -> checksums.put(line.substring(blank).strip(), found));
      }
    }
    return checksums;
  }

  private static Optional<Digest> digest(String hex) {
    if (hex.length() != 64) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Digest(hex.toLowerCase(java.util.Locale.ROOT)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static URI address(RegistryConnection.Document document, String name)
      throws RegistryException {
    String text = document.json().text(name);
    if (text.isEmpty()) {
      throw malformed(String.valueOf(document.uri().getRawAuthority()), name);
    }
    try {
      return document.uri().resolve(URI.create(text));
    } catch (IllegalArgumentException e) {
      throw malformed(String.valueOf(document.uri().getRawAuthority()), name);
    }
  }

  private static RegistryException malformed(String host, String name) {
    return new RegistryException(
        Kind.UNREACHABLE,
        "the registry " + host + " answers without a valid " + name,
        "Tell whoever runs the registry.");
  }
}
