package dev.ingot.platform.program;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;

/** The build of Ingot that an agent runs, so that an older one can be replaced. */
public final class ProgramVersion {
  private ProgramVersion() {}

  /**
   * A text that differs between builds and is the same for copies of one: the name of the code's
   * archive, its size and time. An agent of another build is asked to end; its machines and
   * balancers keep running.
   */
  public static String current() {
    CodeSource source = ProgramVersion.class.getProtectionDomain().getCodeSource();
    if (source == null) {
      return "unknown";
    }
    try {
      Path path = Path.of(source.getLocation().toURI());
      if (Files.isDirectory(path)) {
        return path.toString();
      }
      return path.getFileName()
          + ":"
          + Files.size(path)
          + ":"
          + Files.getLastModifiedTime(path).toMillis();
    } catch (IOException | URISyntaxException e) {
      return "unknown";
    }
  }
}
