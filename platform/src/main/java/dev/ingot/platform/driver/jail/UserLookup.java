package dev.ingot.platform.driver.jail;

import dev.ingot.platform.api.PlatformException;
import dev.ingot.platform.api.PlatformException.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Finds the numeric ids of a user in an image: {@code name}, {@code uid}, {@code uid:gid}. */
final class UserLookup {
  private static final long MAX_FILE = 1 << 20;

  private final List<Path> layers;

  UserLookup(List<Path> layers) {
    this.layers = layers;
  }

  JailSpec.User find(String user) throws PlatformException {
    String[] parts = user.split(":", 2);
    Optional<String[]> entry = entry("etc/passwd", parts[0], 2);
    long uid =
        number(parts[0])
            .or(() -> entry.flatMap(fields -> number(fields[2])))
            .orElseThrow(() -> unknown("user", parts[0]));
    if (parts.length == 2) {
      long gid =
          number(parts[1])
              .or(() -> entry("etc/group", parts[1], 2).flatMap(fields -> number(fields[2])))
              .orElseThrow(() -> unknown("group", parts[1]));
      return new JailSpec.User(uid, gid);
    }
    long gid =
        entry.filter(fields -> fields.length > 3).flatMap(fields -> number(fields[3])).orElse(0L);
    return new JailSpec.User(uid, gid);
  }

  private static PlatformException unknown(String kind, String name) {
    return new PlatformException(
        Code.INVALID,
        "the image has no " + kind + " \"" + name + "\"",
        "Add it in the image, or give a number such as 1000:1000.");
  }

  private static Optional<Long> number(String text) {
    return text.matches("[0-9]{1,9}") ? Optional.of(Long.parseLong(text)) : Optional.empty();
  }

  private Optional<String[]> entry(String file, String name, int least) {
    for (Path layer : layers.reversed()) {
      Path path = layer.resolve(file);
      if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
          || Files.isSymbolicLink(layer.resolve("etc"))) {
        continue;
      }
      try {
        if (Files.size(path) > MAX_FILE) {
          return Optional.empty();
        }
        return Files.readAllLines(path, java.nio.charset.StandardCharsets.ISO_8859_1).stream()
            .map(line -> line.split(":"))
            .filter(
                fields ->
                    fields.length > least && (fields[0].equals(name) || fields[2].equals(name)))
            .findFirst();
      } catch (IOException e) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }
}
