package dev.ingot.release.record;

import dev.ingot.deploy.PlanMode;
import dev.ingot.deploy.variable.VariableInput;
import dev.ingot.ledger.Release;
import dev.ingot.ledger.ReleaseId;
import dev.ingot.ledger.Releases;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * What a release was made from, so that it can be deployed again after the folder has changed.
 *
 * @param configuration the files of the configuration, by path
 * @param settings the {@code *.ingot.hcl} files, by name
 * @param mode whether it deploys or destroys
 * @param given the values and files of values that were given, but for those of sensitive variables
 */
public record ReleaseArchive(
    Map<String, String> configuration,
    Map<String, String> settings,
    PlanMode mode,
    List<VariableInput> given) {
  private static final String NAME = "configuration.zip";
  private static final String CONFIGURATION = "configuration/";
  private static final String SETTINGS = "settings/";
  private static final String MODE = "mode";
  private static final String GIVEN = "given";
  private static final long MOST_BYTES = 64 << 20;

  public ReleaseArchive {
    configuration = Map.copyOf(configuration);
    settings = Map.copyOf(settings);
    given = List.copyOf(given);
  }

  /** Whether both have the same settings; the files are named from where a command was called. */
  public boolean hasSettingsOf(ReleaseArchive other) {
    return settings.values().stream()
        .sorted()
        .toList()
        .equals(other.settings.values().stream().sorted().toList());
  }

  /** Keeps it with a release. */
  public void attach(Releases releases, ReleaseId release) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      write(zip, CONFIGURATION, configuration);
      write(zip, SETTINGS, settings);
      write(zip, "", Map.of(MODE, mode.name(), GIVEN, RecordedInputs.text(given)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    releases.attach(release, NAME, bytes.toByteArray());
  }

  private static void write(ZipOutputStream zip, String prefix, Map<String, String> files)
      throws IOException {
    for (Map.Entry<String, String> file : new TreeMap<>(files).entrySet()) {
      ZipEntry entry = new ZipEntry(prefix + file.getKey());
      entry.setLastModifiedTime(FileTime.fromMillis(0));
      zip.putNextEntry(entry);
      zip.write(file.getValue().getBytes(StandardCharsets.UTF_8));
      zip.closeEntry();
    }
  }

  /** The archive of a release; empty for one that has none. */
  public static Optional<ReleaseArchive> of(Releases releases, Release release) throws IOException {
    Optional<byte[]> bytes = releases.attachment(release.id(), NAME);
    return bytes.isEmpty() ? Optional.empty() : Optional.of(read(bytes.get()));
  }

  private static ReleaseArchive read(byte[] bytes) throws IOException {
    Map<String, String> configuration = new TreeMap<>();
    Map<String, String> settings = new TreeMap<>();
    PlanMode mode = PlanMode.NORMAL;
    List<VariableInput> given = List.of();
    long total = 0;
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        byte[] content = zip.readNBytes((int) MOST_BYTES);
        total += content.length;
        if (total >= MOST_BYTES) {
          throw new IOException(
              "the archive of the release is larger than " + MOST_BYTES + " bytes");
        }
        String text = new String(content, StandardCharsets.UTF_8);
        String name = entry.getName();
        if (name.startsWith(CONFIGURATION)) {
          configuration.put(name.substring(CONFIGURATION.length()), text);
        } else if (name.startsWith(SETTINGS)) {
          settings.put(name.substring(SETTINGS.length()), text);
        } else if (name.equals(MODE) && text.equals(PlanMode.DESTROY.name())) {
          mode = PlanMode.DESTROY;
        } else if (name.equals(GIVEN)) {
          given = RecordedInputs.of(text);
        }
      }
    }
    return new ReleaseArchive(configuration, settings, mode, given);
  }
}
