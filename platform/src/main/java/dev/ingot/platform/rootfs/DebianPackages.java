package dev.ingot.platform.rootfs;

import dev.ingot.registry.evidence.Component;
import dev.ingot.registry.evidence.DpkgStatus;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Finds the Debian packages that files of this host belong to. */
record DebianPackages(Path host) {
  /** The packages of the files, and a separate component for each file that belongs to none. */
  List<Component> of(List<String> files) throws IOException {
    Map<String, Component> installed = installed();
    Map<String, String> owners = installed.isEmpty() ? Map.of() : owners(files);
    Map<String, Component> found = new TreeMap<>();
    Set<String> alone = new TreeSet<>();
    for (String file : files) {
      Component component = installed.get(owners.getOrDefault(file, ""));
      if (component == null) {
        alone.add(file);
      } else {
        found.put(component.name(), component);
      }
    }
    List<Component> components = new ArrayList<>(found.values());
    for (String file : alone) {
      components.add(new Component("file", file, "", "", Map.of(), List.of()));
    }
    return components;
  }

  private Map<String, Component> installed() throws IOException {
    Path status = host.resolve("var/lib/dpkg/status");
    Map<String, Component> installed = new HashMap<>();
    if (Files.isReadable(status)) {
      Map<String, String> release = release();
      String distribution = release.getOrDefault("ID", "debian");
      String version = release.getOrDefault("VERSION_ID", "");
      try (Reader reader = Files.newBufferedReader(status, StandardCharsets.UTF_8)) {
        for (Component component :
            DpkgStatus.read(
                reader, distribution, version.isEmpty() ? "" : distribution + "-" + version)) {
          installed.put(component.name(), component);
        }
      }
    }
    return installed;
  }

  private Map<String, String> release() throws IOException {
    Map<String, String> values = new HashMap<>();
    Path file = host.resolve("etc/os-release");
    if (Files.isReadable(file)) {
      for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
        int equals = line.indexOf('=');
        if (equals > 0) {
          values.put(line.substring(0, equals), line.substring(equals + 1).replace("\"", ""));
        }
      }
    }
    return values;
  }

  /** The package of each file, from the file lists of installed packages. */
  private Map<String, String> owners(List<String> files) throws IOException {
    Map<String, String> names = new HashMap<>();
    for (String file : files) {
      names.put(file, file);
      if (file.startsWith("/usr/")) {
        // Packages from before the /usr merge list their files without it.
        names.putIfAbsent(file.substring(4), file);
      }
    }
    Map<String, String> owners = new HashMap<>();
    Path info = host.resolve("var/lib/dpkg/info");
    try (DirectoryStream<Path> lists = Files.newDirectoryStream(info, "*.list")) {
      for (Path list : lists) {
        String name = String.valueOf(list.getFileName()).replaceFirst("(:[^:]*)?\\.list$", "");
        for (String line : Files.readAllLines(list, StandardCharsets.UTF_8)) {
          String file = names.get(line);
          if (file != null) {
            owners.putIfAbsent(file, name);
          }
        }
      }
    } catch (IOException e) {
      // No readable lists: the files are listed without their packages.
      return owners;
    }
    return owners;
  }
}
