package dev.ingot.platform.host;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Paths of this host's programs, independent of the PATH given to a jail. */
public final class HostPrograms {
  private static final List<String> FOLDERS = List.of("/usr/bin", "/bin", "/usr/sbin", "/sbin");

  /** The folders, as a PATH. */
  public static final String PATH = "/usr/sbin:/usr/bin:/sbin:/bin";

  private HostPrograms() {}

  /** The program's path; its bare name if it is in none of the usual folders. */
  public static String path(String program) {
    return FOLDERS.stream()
        .map(folder -> Path.of(folder, program))
        .filter(Files::isExecutable)
        .findFirst()
        .map(Path::toString)
        .orElse(program);
  }
}
