package dev.ingot.provider.install;

import dev.ingot.address.ProviderAddress;
import dev.ingot.lang.version.Version;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A folder with packages, packed ({@code
 * HOST/NAMESPACE/TYPE/terraform-provider-TYPE_V_OS_ARCH.zip}) or unpacked ({@code
 * HOST/NAMESPACE/TYPE/V/OS_ARCH/}). Rules: the documentation of the CLI configuration file.
 */
public record FilesystemMirror(Path folder, AddressPatterns patterns) implements PackageSource {

  @Override
  public boolean serves(ProviderAddress address) {
    return patterns.match(address);
  }

  private Path folder(ProviderAddress address) {
    return folder.resolve(address.host()).resolve(address.namespace()).resolve(address.type());
  }

  @Override
  public List<Version> versions(ProviderAddress address) throws IOException {
    List<Version> versions = new ArrayList<>();
    for (Path entry : entries(folder(address))) {
      String name = String.valueOf(entry.getFileName());
      Optional<Version> version =
          Files.isDirectory(entry)
              ? Version.parse(name)
              : packedName(address, name).flatMap(FilesystemMirror::packedVersion);
      version.ifPresent(versions::add);
    }
    return versions;
  }

  private static List<Path> entries(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    List<Path> entries = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
      all.forEach(entries::add);
    }
    entries.sort(null);
    return entries;
  }

  /** What an archive's name says after the provider: {@code V_OS_ARCH}. */
  private static Optional<String> packedName(ProviderAddress address, String name) {
    String start = "terraform-provider-" + address.type() + "_";
    String end = ".zip";
    return name.startsWith(start) && name.endsWith(end) && name.length() > start.length() + 4
        ? Optional.of(name.substring(start.length(), name.length() - end.length()))
        : Optional.empty();
  }

  private static Optional<Version> packedVersion(String name) {
    int underscore = name.indexOf('_');
    return underscore < 0 ? Optional.empty() : Version.parse(name.substring(0, underscore));
  }

  @Override
  public Optional<ProviderPackage> find(ProviderAddress address, Version version, Platform platform)
      throws IOException {
    for (Path entry : entries(folder(address))) {
      String name = String.valueOf(entry.getFileName());
      if (Files.isDirectory(entry)) {
        Path unpacked = entry.resolve(platform.toString());
        if (Version.parse(name).filter(version::equals).isPresent()
            && Files.isDirectory(unpacked)) {
          return Optional.of(new ProviderPackage.Unpacked(unpacked));
        }
      } else {
        Optional<String> packed = packedName(address, name);
        if (packed.flatMap(FilesystemMirror::packedVersion).filter(version::equals).isPresent()
            && packed.get().endsWith("_" + platform)) {
          return Optional.of(new ProviderPackage.Packed(entry));
        }
      }
    }
    return Optional.empty();
  }

  /** Whether any version is there, for whatever platform. */
  boolean has(ProviderAddress address) {
    return Files.isDirectory(folder(address));
  }

  @Override
  public String place() {
    return Files.isDirectory(folder) ? folder.toString() : folder + " (there is no such folder)";
  }
}
