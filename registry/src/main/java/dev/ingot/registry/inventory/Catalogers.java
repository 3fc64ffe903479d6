package dev.ingot.registry.inventory;

import dev.ingot.registry.inventory.FoundFiles.Content;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Chooses by a file's path, and for programs by its content, how it is read. */
final class Catalogers {
  private static final int MOST_OF_TEXT = 64 << 20;
  private static final int MOST_OF_DATABASE = 256 << 20;
  private static final int MOST_OF_DESCRIPTION = 4 << 20;
  private static final int LEAST_OF_PROGRAM = 64 << 10;
  private static final List<String> ARCHIVES =
      List.of(".jar", ".war", ".ear", ".jpi", ".hpi", ".par", ".sar");

  private Catalogers() {}

  /** Reads one file; what can't be read is noted. */
  static Content read(String path, long size, int mode, InputStream in) throws IOException {
    Optional<Kind> kind = kind(path, size, mode);
    if (kind.isEmpty()) {
      return Content.NOTHING;
    }
    try {
      return read(kind.get(), path, size, in);
    } catch (UnreadableException e) {
      return Content.note("/" + path + " isn't read: " + e.getMessage());
    }
  }

  /** What is in a file isn't what its name says. */
  static final class UnreadableException extends Exception {
    private static final long serialVersionUID = 1;

    UnreadableException(String why) {
      super(why);
    }
  }

  private enum Kind {
    RELEASE,
    DPKG,
    APK,
    RPM_SQLITE,
    RPM_NDB,
    RPM_BERKELEY,
    JAR,
    NPM,
    PYTHON,
    PROGRAM
  }

  private static Optional<Kind> kind(String path, long size, int mode) {
    switch (path) {
      case "etc/os-release", "usr/lib/os-release" -> {
        return Optional.of(Kind.RELEASE);
      }
      case "var/lib/dpkg/status" -> {
        return Optional.of(Kind.DPKG);
      }
      case "lib/apk/db/installed", "usr/lib/apk/db/installed" -> {
        return Optional.of(Kind.APK);
      }
      default -> {
        if (path.startsWith("var/lib/dpkg/status.d/") && !path.endsWith(".md5sums")) {
          return Optional.of(Kind.DPKG);
        }
      }
    }
    String name = path.substring(path.lastIndexOf('/') + 1);
    if (path.startsWith("var/lib/rpm/") || path.startsWith("usr/lib/sysimage/rpm/")) {
      switch (name) {
        case "rpmdb.sqlite" -> {
          return Optional.of(Kind.RPM_SQLITE);
        }
        case "Packages.db" -> {
          return Optional.of(Kind.RPM_NDB);
        }
        case "Packages" -> {
          return Optional.of(Kind.RPM_BERKELEY);
        }
        default -> {
          return Optional.empty();
        }
      }
    }
    if (ARCHIVES.stream().anyMatch(name::endsWith)) {
      return Optional.of(Kind.JAR);
    }
    if (name.equals("package.json") && isInstalledModule(path)) {
      return Optional.of(Kind.NPM);
    }
    if ((name.equals("METADATA") && path.endsWith(".dist-info/METADATA"))
        || (name.equals("PKG-INFO") && path.endsWith(".egg-info/PKG-INFO"))
        || (name.endsWith(".egg-info") && path.contains("-packages/"))) {
      return Optional.of(Kind.PYTHON);
    }
    return (mode & 0111) != 0 && size >= LEAST_OF_PROGRAM
        ? Optional.of(Kind.PROGRAM)
        : Optional.empty();
  }

  /** Whether a description is a module's own: {@code node_modules/[@SCOPE/]NAME/package.json}. */
  private static boolean isInstalledModule(String path) {
    int modules = path.lastIndexOf("node_modules/");
    if (modules < 0 || (modules > 0 && path.charAt(modules - 1) != '/')) {
      return false;
    }
    String rest = path.substring(modules + "node_modules/".length());
    long parts = rest.chars().filter(c -> c == '/').count();
    return parts == (rest.startsWith("@") ? 2 : 1);
  }

  private static Content read(Kind kind, String path, long size, InputStream in)
      throws IOException, UnreadableException {
    return switch (kind) {
      case RELEASE ->
          new Content(List.of(), release(text(in, size, MOST_OF_DESCRIPTION)), List.of());
      case DPKG -> Content.of(DebianDatabase.read(text(in, size, MOST_OF_TEXT)));
      case APK -> Content.of(AlpineDatabase.read(text(in, size, MOST_OF_TEXT)));
      case RPM_SQLITE ->
          Content.of(
              RpmHeader.packages(SqliteFile.blobs(bytes(in, size, MOST_OF_DATABASE), "Packages")));
      case RPM_NDB ->
          Content.of(RpmHeader.packages(NdbFile.blobs(bytes(in, size, MOST_OF_DATABASE))));
      case RPM_BERKELEY ->
          throw new UnreadableException(
              "it is a database of RPM in the format of Berkeley DB; only sqlite and ndb are read");
      case JAR -> JavaArchive.read(path, in);
      case NPM -> Content.of(Descriptions.npm(text(in, size, MOST_OF_DESCRIPTION)));
      case PYTHON -> Content.of(Descriptions.python(text(in, size, MOST_OF_DESCRIPTION)));
      case PROGRAM -> Content.of(GoProgram.read(in));
    };
  }

  private static byte[] bytes(InputStream in, long size, int most)
      throws IOException, UnreadableException {
    if (size > most) {
      throw new UnreadableException("it has " + size + " bytes, more than " + most);
    }
    return in.readNBytes((int) size);
  }

  private static String text(InputStream in, long size, int most)
      throws IOException, UnreadableException {
    return new String(bytes(in, size, most), StandardCharsets.UTF_8);
  }

  private static SortedMap<String, String> release(String text) {
    SortedMap<String, String> values = new TreeMap<>();
    for (String line : text.split("\n", -1)) {
      int equals = line.indexOf('=');
      if (equals > 0 && !line.startsWith("#")) {
        values.put(
            line.substring(0, equals).strip(),
            line.substring(equals + 1).strip().replace("\"", "").replace("'", ""));
      }
    }
    values.keySet().retainAll(List.of("ID", "VERSION_ID"));
    return Collections.unmodifiableSortedMap(values);
  }

  /** Paragraphs of {@code FIELD: VALUE} lines; further lines of a value are left out. */
  static List<SortedMap<String, String>> paragraphs(String text) {
    List<SortedMap<String, String>> all = new ArrayList<>();
    SortedMap<String, String> current = new TreeMap<>();
    for (String line : text.split("\n", -1)) {
      int colon = line.indexOf(':');
      if (line.isBlank()) {
        if (!current.isEmpty()) {
          all.add(current);
          current = new TreeMap<>();
        }
      } else if (colon > 0 && line.charAt(0) != ' ' && line.charAt(0) != '\t') {
        current.putIfAbsent(line.substring(0, colon), line.substring(colon + 1).strip());
      }
    }
    if (!current.isEmpty()) {
      all.add(current);
    }
    return all;
  }
}
