package dev.ingot.provider.install;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.provider.protocol.Protocol;
import dev.ingot.provider.protocol.SchemaCache;
import dev.ingot.storage.Damage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What damages the files below {@code INGOT_HOME/cache/providers}:
 *
 * <pre>
 *   a schema: any damage, that of another     as if it were not there
 *   a checksum: any damage, that of another   as if it were not there
 * </pre>
 */
class DamagedCacheTest {
  @TempDir Path folder;

  private static SchemaCache.Description description(String schema) {
    return new SchemaCache.Description(
        Protocol.of(6).orElseThrow(),
        schema.getBytes(StandardCharsets.UTF_8),
        "identities".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aDamagedSchemaIsNone() throws IOException {
    SchemaFile cache = SchemaFile.of(folder, new PackageHash("h1:one"));
    cache.write(description("the schema of a provider"));
    byte[] whole = Files.readAllBytes(cache.file());
    assertThat(cache.read()).isPresent();
    for (Damage damage : Damage.all(whole)) {
      Files.write(cache.file(), damage.content());
      assertThat(cache.read()).as(damage.what()).isEmpty();
    }
  }

  @Test
  void aSchemaOfAnotherPackageIsNone() throws IOException {
    SchemaFile one = SchemaFile.of(folder, new PackageHash("h1:one"));
    SchemaFile other = SchemaFile.of(folder, new PackageHash("h1:other"));
    one.write(description("one"));
    other.write(description("other"));
    Files.copy(one.file(), other.file(), StandardCopyOption.REPLACE_EXISTING);
    assertThat(other.read()).isEmpty();
    assertThat(one.read()).isPresent();
  }

  @Test
  void whatVariesIsNotKeptAnyMore() {
    SchemaFile cache = SchemaFile.of(folder, new PackageHash("h1:one"));
    cache.write(description("in one folder"));
    cache.varies();
    assertThat(cache.read()).isEmpty();
    cache.write(description("in another folder"));
    assertThat(cache.read()).isEmpty();
  }

  @Test
  void aDamagedChecksumIsNone() throws IOException {
    Path unpacked = Files.createDirectory(folder.resolve("package"));
    Files.writeString(unpacked.resolve("terraform-provider-x"), "#!/bin/sh\n");
    VerifiedPackages packages = new VerifiedPackages(folder.resolve("cache"));
    PackageHash hash = packages.hash(unpacked);
    Path note;
    try (Stream<Path> notes = Files.list(folder.resolve("cache"))) {
      note = notes.findFirst().orElseThrow();
    }
    byte[] whole = Files.readAllBytes(note);
    assertThat(packages.hash(unpacked)).isEqualTo(hash);
    for (Damage damage : Damage.all(whole)) {
      Files.write(note, damage.content());
      assertThat(packages.hash(unpacked)).as(damage.what()).isEqualTo(hash);
      assertThat(Files.readAllBytes(note)).as(damage.what()).isEqualTo(whole);
    }
    Path other = Files.createDirectory(folder.resolve("other"));
    Files.writeString(other.resolve("terraform-provider-x"), "#!/bin/sh\necho other\n");
    PackageHash otherHash = packages.hash(other);
    List<Path> notes;
    try (Stream<Path> all = Files.list(folder.resolve("cache"))) {
      notes = all.toList();
    }
    for (Path each : notes) {
      if (!each.equals(note)) {
        Files.copy(note, each, StandardCopyOption.REPLACE_EXISTING);
      }
    }
    assertThat(packages.hash(other)).isEqualTo(otherHash).isNotEqualTo(hash);
  }
}
