package dev.ingot.release.exposure;

import dev.ingot.registry.advisory.Advisory;
import dev.ingot.registry.advisory.OsvReader;
import dev.ingot.registry.json.JsonIn;
import dev.ingot.storage.FileReason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * The files of an import: reports, which are read, and files with advisories, of which there may be
 * too many for the memory.
 *
 * @param advisories JSON files with advisories, and zip archives of such
 */
record ImportedFiles(List<Report> reports, List<Path> advisories) {
  private static final long MOST_OF_REPORT = 256L << 20;
  private static final int MOST_OF_RECORD = 32 << 20;
  private static final long MOST_OF_ARCHIVE = 16L << 30;

  /** A report and the file it is from. */
  record Report(Path file, ScanReport content) {}

  /** Tells what files are, those in folders included. */
  static ImportedFiles of(List<Path> given) throws ImportException {
    ImportedFiles all = new ImportedFiles(new ArrayList<>(), new ArrayList<>());
    for (Path file : given) {
      if (Files.isDirectory(file)) {
        for (Path each : in(file)) {
          all.add(each);
        }
      } else {
        all.add(file);
      }
    }
    return all;
  }

  private static List<Path> in(Path folder) throws ImportException {
    try (Stream<Path> all = Files.walk(folder)) {
      List<Path> files =
          all.filter(Files::isRegularFile)
              .filter(file -> isNamed(file, ".json") || isNamed(file, ".zip"))
              .sorted()
              .toList();
      if (files.isEmpty()) {
        throw new ImportException(folder + ": there is no *.json or *.zip file in this folder");
      }
      return files;
    } catch (IOException e) {
      throw new ImportException(folder + ": " + FileReason.of(e));
    } catch (java.io.UncheckedIOException e) {
      throw new ImportException(folder + ": " + FileReason.of(new IOException(e.getMessage(), e)));
    }
  }

  private static boolean isNamed(Path file, String end) {
    return file.toString().toLowerCase(Locale.ROOT).endsWith(end);
  }

  private void add(Path file) throws ImportException {
    if (isNamed(file, ".zip")) {
      advisories.add(file);
      return;
    }
    byte[] json = bytes(file);
    if (areAdvisories(file, json)) {
      advisories.add(file);
      return;
    }
    try {
      reports.add(new Report(file, ScanReport.parse(new String(json, StandardCharsets.UTF_8))));
    } catch (ScanReport.UnknownReportException e) {
      throw new ImportException(file + ": this is no report that can be read: " + e.getMessage());
    }
  }

  private static byte[] bytes(Path file) throws ImportException {
    try {
      if (!Files.isRegularFile(file)) {
        throw new ImportException(
            file + ": " + (Files.exists(file) ? "this is no file" : "there is no such file"));
      }
      if (Files.size(file) > MOST_OF_REPORT) {
        throw new ImportException(
            file
                + ": it has "
                + Files.size(file)
                + " bytes, more than "
                + MOST_OF_REPORT
                + "; import advisories as one zip archive with a file each");
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new ImportException(file + ": " + FileReason.of(e));
    }
  }

  private static boolean areAdvisories(Path file, byte[] json) throws ImportException {
    List<Boolean> are = new ArrayList<>();
    try {
      JsonIn.objects(
          json,
          in -> {
            List<String> names = in.names();
            are.add(names.contains("id") && names.contains("modified"));
          });
    } catch (IllegalArgumentException e) {
      throw new ImportException(file + ": " + e.getMessage());
    }
    return are.stream().allMatch(Boolean::booleanValue);
  }

  /**
   * Passes all advisories on.
   *
   * @throws RefusedException at the first that is none
   */
  void read(Consumer<Advisory> receiver) {
    for (Path file : advisories) {
      if (isNamed(file, ".zip")) {
        unzip(file, receiver);
      } else {
        try {
          read(file.toString(), bytes(file), receiver);
        } catch (ImportException e) {
          throw new RefusedException(e);
        }
      }
    }
  }

  private static void read(String name, byte[] json, Consumer<Advisory> receiver) {
    try {
      JsonIn.objects(json, in -> receiver.accept(OsvReader.read(in)));
    } catch (IllegalArgumentException e) {
      throw refused(name, String.valueOf(e.getMessage()));
    }
  }

  private static void unzip(Path file, Consumer<Advisory> receiver) {
    long left = MOST_OF_ARCHIVE;
    try (ZipFile zip = new ZipFile(file.toFile())) {
      for (Enumeration<? extends ZipEntry> all = zip.entries(); all.hasMoreElements(); ) {
        ZipEntry entry = all.nextElement();
        if (entry.isDirectory() || !entry.getName().endsWith(".json")) {
          continue;
        }
        String name = file + ": " + entry.getName();
        try (InputStream in = zip.getInputStream(entry)) {
          byte[] json = in.readNBytes(MOST_OF_RECORD + 1);
          left -= json.length;
          if (json.length > MOST_OF_RECORD || left < 0) {
            throw refused(
                name,
                json.length > MOST_OF_RECORD
                    ? "it has more than " + MOST_OF_RECORD + " bytes"
                    : "the archive has more than " + MOST_OF_ARCHIVE + " bytes");
          }
          read(name, json, receiver);
        }
      }
    } catch (ZipException e) {
      throw refused(file.toString(), "it is no zip archive, or damaged: " + e.getMessage());
    } catch (IOException e) {
      throw refused(file.toString(), FileReason.of(e));
    }
  }

  private static RefusedException refused(String name, String why) {
    return new RefusedException(new ImportException(name + ": " + why));
  }

  /** Carries the reason through a consumer. */
  static final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final ImportException reason;

    RefusedException(ImportException reason) {
      super(reason);
      this.reason = reason;
    }

    ImportException reason() {
      return reason;
    }
  }
}
