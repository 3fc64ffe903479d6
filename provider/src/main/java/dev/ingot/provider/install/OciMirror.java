package dev.ingot.provider.install;

import dev.ingot.address.ProviderAddress;
import dev.ingot.lang.version.Version;
import dev.ingot.provider.registry.RegistryException;
import dev.ingot.registry.distribution.DistributionException;
import dev.ingot.registry.distribution.OciClient;
import dev.ingot.registry.distribution.OciClient.Manifest;
import dev.ingot.registry.distribution.OciClient.Part;
import dev.ingot.registry.distribution.Repository;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Repositories of an OCI registry, one a provider: a tag names a version and an index of manifests,
 * one a platform, with an archive. Rules: OpenTofu's documentation of mirrors in OCI registries.
 *
 * @param downloads closed by its owner
 */
public record OciMirror(
    OciClient client, OciTemplate template, AddressPatterns patterns, Downloads downloads)
    implements PackageSource {
  private static final String INDEX = "application/vnd.oci.image.index.v1+json";
  private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  private static final String PROVIDER = "application/vnd.opentofu.provider";
  private static final String TARGET = "application/vnd.opentofu.provider-target";
  private static final String ARCHIVE = "archive/zip";

  @Override
  public boolean serves(ProviderAddress address) {
    return patterns.match(address);
  }

  @Override
  public List<Version> versions(ProviderAddress address) throws IOException {
    Repository repository = repository(address);
    List<Version> versions = new ArrayList<>();
    for (String tag : asked(c -> c.tags(repository))) {
      version(tag).ifPresent(versions::add);
    }
    return versions;
  }

  private Repository repository(ProviderAddress address) throws RegistryException {
    Optional<Repository> repository = template.repository(address);
    if (repository.isEmpty()) {
      throw new RegistryException(
          RegistryException.Kind.INCOMPATIBLE,
          "no repository can have the name of the provider " + address,
          "Exclude it from oci_mirror in the CLI configuration file.");
    }
    return repository.get();
  }

  @Override
  public Optional<ProviderPackage> find(ProviderAddress address, Version version, Platform platform)
      throws IOException {
    Repository repository = repository(address);
    Optional<Manifest> tagged = tagged(repository, version);
    if (tagged.isEmpty()) {
      return Optional.empty();
    }
    Manifest index = tagged.get();
    if (!index.mediaType().equals(INDEX) || !index.artifactType().equals(PROVIDER)) {
      throw unusable(repository, version, "is not an index of a provider");
    }
    Optional<Part> target =
        index.parts().stream()
            .filter(part -> part.artifactType().equals(TARGET))
            .filter(part -> part.platform().equals(platform.toString()))
            .findFirst();
    if (target.isEmpty()) {
      return Optional.empty();
    }
    Manifest manifest = asked(c -> c.manifest(repository, target.get().digest(), MANIFEST));
    List<Part> archives =
        manifest.parts().stream().filter(part -> part.mediaType().equals(ARCHIVE)).toList();
    if (!manifest.artifactType().equals(TARGET) || archives.size() != 1) {
      throw unusable(repository, version, "does not have exactly one archive for " + platform);
    }
    Part archive = archives.getFirst();
    Path file =
        downloads.add(
            into ->
                asked(
                    c -> {
                      c.download(repository, archive, into);
                      return into;
                    }));
    return Optional.of(
        new ProviderPackage.Downloaded(file, List.of(), new Authentication.Checksum()));
  }

  /** What is tagged with a version, which may have metadata that doesn't distinguish it. */
  private Optional<Manifest> tagged(Repository repository, Version version) throws IOException {
    try {
      return Optional.of(asked(c -> c.manifest(repository, version.toString(), INDEX)));
    } catch (RegistryException e) {
      if (e.kind() != RegistryException.Kind.NOT_FOUND) {
        throw e;
      }
    }
    for (String tag : asked(c -> c.tags(repository))) {
      if (tag.contains("_") && version(tag).filter(version::equals).isPresent()) {
        return Optional.of(asked(c -> c.manifest(repository, tag, INDEX)));
      }
    }
    return Optional.empty();
  }

  private interface Question<T> {
    T ask(OciClient client) throws IOException;
  }

  /** Problems of registries are told as those of other sources are. */
  private <T> T asked(Question<T> question) throws IOException {
    try {
      return question.ask(client);
    } catch (DistributionException e) {
      RegistryException.Kind kind =
          switch (e.kind()) {
            case UNREACHABLE, REFUSED -> RegistryException.Kind.UNREACHABLE;
            case UNAUTHORIZED -> RegistryException.Kind.UNAUTHORIZED;
            case NOT_FOUND -> RegistryException.Kind.NOT_FOUND;
            case NOT_AUTHENTIC -> RegistryException.Kind.NOT_AUTHENTIC;
          };
      RegistryException failed =
          new RegistryException(
              kind,
              String.valueOf(e.getMessage()),
              e.kind() == DistributionException.Kind.UNAUTHORIZED
                  ? "Add an oci_credentials block to the CLI configuration file, or log in there"
                      + " with a program that writes ~/.docker/config.json."
                  : e.remedy());
      failed.initCause(e);
      throw failed;
    }
  }

  /** Tags have no plus sign. */
  private static Optional<Version> version(String tag) {
    return Version.parse(tag.replace('_', '+'));
  }

  private static RegistryException unusable(Repository repository, Version version, String what) {
    return new RegistryException(
        RegistryException.Kind.INCOMPATIBLE,
        "what is tagged " + version + " in " + repository + " " + what,
        "Tell whoever fills the mirror.");
  }

  @Override
  public String place() {
    return template.text();
  }
}
