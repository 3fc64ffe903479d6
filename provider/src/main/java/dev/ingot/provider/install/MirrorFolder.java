package dev.ingot.provider.install;

import dev.ingot.address.ProviderAddress;
import dev.ingot.lang.JsonDocument;
import dev.ingot.lang.version.Version;
import dev.ingot.storage.Access;
import dev.ingot.storage.AtomicFile;
import dev.ingot.storage.ScratchFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A folder of archives with the documents of the network mirror protocol, so that any web server
 * can offer it. Rules: the documentation of {@code providers mirror}.
 */
public record MirrorFolder(Path folder) {
  private static final String ZIP = ".zip";

  /**
   * Adds a package.
   *
   * @throws IOException if it can't be written, or is no archive
   */
  public void add(
      ProviderAddress address, Version version, Platform platform, ProviderPackage found)
      throws IOException {
    Path place = Files.createDirectories(place(address));
    Path archive =
        switch (found) {
          case ProviderPackage.Packed(Path packed) -> packed;
          case ProviderPackage.Downloaded downloaded -> downloaded.archive();
          case ProviderPackage.Unpacked(Path unpacked) ->
              throw new IOException(
                  unpacked + " is not an archive; mirror the provider from a registry instead");
        };
    try (ScratchFolder scratch = ScratchFolder.create(place, ".mirror-")) {
      scratch.removeAbandoned();
      Path fresh = scratch.path().resolve("package" + ZIP);
      Files.copy(archive, fresh);
      Files.setPosixFilePermissions(
          fresh, java.nio.file.attribute.PosixFilePermissions.fromString("rw-r--r--"));
      Files.move(
          fresh,
          place.resolve(prefix(address) + version + "_" + platform + ZIP),
          StandardCopyOption.ATOMIC_MOVE);
    }
  }

  private Path place(ProviderAddress address) {
    return folder.resolve(address.host()).resolve(address.namespace()).resolve(address.type());
  }

  private static String prefix(ProviderAddress address) {
    return "terraform-provider-" + address.type() + "_";
  }

  /** Writes the documents anew, from the archives that are there. */
  public void describe(ProviderAddress address) throws IOException {
    Path place = place(address);
    Map<String, Map<String, Path>> versions = new TreeMap<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(place, prefix(address) + "*" + ZIP)) {
      for (Path archive : all) {
        String name = String.valueOf(archive.getFileName());
        String rest = name.substring(prefix(address).length(), name.length() - ZIP.length());
        int underscore = rest.indexOf('_');
        Optional<Version> version =
            underscore < 0 ? Optional.empty() : Version.parse(rest.substring(0, underscore));
        if (version.isPresent()) {
          versions
              .computeIfAbsent(version.get().toString(), _ -> new TreeMap<>())
              .put(rest.substring(underscore + 1), archive);
        }
      }
    }
    for (Map.Entry<String, Map<String, Path>> version : versions.entrySet()) {
      write(place.resolve(version.getKey() + ".json"), archives(version.getValue()));
    }
    write(
        place.resolve("index.json"),
        json -> {
          json.writeObjectPropertyStart("versions");
          for (String version : versions.keySet()) {
            json.writeObjectPropertyStart(version);
            json.writeEndObject();
          }
          json.writeEndObject();
        });
  }

  private static JsonDocument archives(Map<String, Path> byPlatform) throws IOException {
    record Archive(String name, PackageHash hash) {}
    Map<String, Archive> archives = new TreeMap<>();
    for (Map.Entry<String, Path> each : byPlatform.entrySet()) {
      String name = String.valueOf(each.getValue().getFileName());
      archives.put(each.getKey(), new Archive(name, PackageHash.ofArchiveFiles(each.getValue())));
    }
    return json -> {
      json.writeObjectPropertyStart("archives");
      archives.forEach(
          (platform, archive) -> {
            json.writeObjectPropertyStart(platform);
            json.writeArrayPropertyStart("hashes");
            json.writeString(archive.hash().text());
            json.writeEndArray();
            json.writeStringProperty("url", archive.name());
            json.writeEndObject();
          });
      json.writeEndObject();
    };
  }

  private static void write(Path file, JsonDocument content) throws IOException {
    String text =
        JsonDocument.text(
            json -> {
              json.writeStartObject();
              content.write(json);
              json.writeEndObject();
            });
    AtomicFile.write(file, text.getBytes(StandardCharsets.UTF_8), Access.SHARED);
  }
}
