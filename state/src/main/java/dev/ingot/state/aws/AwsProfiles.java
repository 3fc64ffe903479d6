package dev.ingot.state.aws;

import dev.ingot.state.StateException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The profiles of AWS's shared files. Rules: the documentation of the files {@code config} and
 * {@code credentials}; a later file wins, and credentials win over configuration.
 */
final class AwsProfiles {
  private final Map<String, Map<String, String>> profiles = new HashMap<>();

  /** Those of some files; one that isn't there has none. */
  static AwsProfiles read(List<Path> configuration, List<Path> credentials) {
    AwsProfiles profiles = new AwsProfiles();
    configuration.forEach(file -> profiles.add(file, true));
    credentials.forEach(file -> profiles.add(file, false));
    return profiles;
  }

  private void add(Path file, boolean prefixed) {
    List<String> lines;
    try {
      lines = Files.readAllLines(file);
    } catch (NoSuchFileException e) {
      return;
    } catch (IOException e) {
      throw new StateException(
          "The file " + file + " cannot be read: " + StateException.reason(e) + ".", e);
    }
    Map<String, String> section = new HashMap<>();
    for (String line : lines) {
      String text = line.strip();
      if (text.isEmpty() || text.startsWith("#") || text.startsWith(";")) {
        continue;
      }
      if (text.startsWith("[") && text.indexOf(']') > 0) {
        section =
            profiles.computeIfAbsent(
                name(text.substring(1, text.indexOf(']')).strip(), prefixed), _ -> new HashMap<>());
      } else if (!Character.isWhitespace(line.charAt(0)) && text.indexOf('=') > 0) {
        int equals = text.indexOf('=');
        section.put(text.substring(0, equals).strip(), text.substring(equals + 1).strip());
      }
    }
  }

  private static String name(String header, boolean prefixed) {
    return prefixed && header.startsWith("profile ")
        ? header.substring("profile ".length()).strip()
        : header;
  }

  boolean has(String profile) {
    return profiles.containsKey(profile);
  }

  Optional<String> value(String profile, String name) {
    return Optional.ofNullable(profiles.getOrDefault(profile, Map.of()).get(name))
        .filter(value -> !value.isEmpty());
  }
}
