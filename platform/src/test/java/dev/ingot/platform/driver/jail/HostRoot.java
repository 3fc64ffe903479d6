package dev.ingot.platform.driver.jail;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A root made of some commands of this host with the shared libraries they need. */
public final class HostRoot {
  private static final Pattern LIBRARY = Pattern.compile("(/[^ ()]+) \\(0x");

  private HostRoot() {}

  /** Copies the commands and their libraries below a directory. */
  public static Path make(Path root, String... commands) throws IOException {
    Files.createDirectories(root.resolve("bin"));
    for (String command : commands) {
      Path found =
          List.of("/bin", "/usr/bin", "/sbin", "/usr/sbin").stream()
              .map(folder -> Path.of(folder, command))
              .filter(Files::isExecutable)
              .findFirst()
              .orElseThrow(() -> new IOException("this host has no " + command));
      Files.copy(found, root.resolve("bin").resolve(command), StandardCopyOption.REPLACE_EXISTING);
      Process process = new ProcessBuilder("ldd", found.toString()).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      Matcher matcher = LIBRARY.matcher(output);
      while (matcher.find()) {
        Path library = Path.of(matcher.group(1));
        Path target = root.resolve(library.toString().substring(1));
        Files.createDirectories(target.getParent());
        Files.copy(library, target, StandardCopyOption.REPLACE_EXISTING);
      }
    }
    return root;
  }
}
