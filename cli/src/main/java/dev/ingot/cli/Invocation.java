package dev.ingot.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A command as it was called.
 *
 * @param given options and arguments
 * @param folder the folder it works in
 * @param calledIn the folder it was called in; another one with {@code -chdir}
 * @param environment the environment variables
 */
public record Invocation(
    Flags.Given given,
    Terminal terminal,
    Path folder,
    Path calledIn,
    Map<String, String> environment) {

  /** Where Ingot keeps what is not of one configuration: images, releases, the platform. */
  public Path home() {
    return Home.path(folder, environment);
  }

  /** The arguments, of which there may be at most so many. */
  public List<String> arguments(int most) throws UsageException {
    if (given.arguments().size() > most) {
      throw new UsageException(
          "Too many command line arguments"
              + (most == 0 ? "" : ": at most " + most)
              + "; the first one too many is \""
              + given.arguments().get(most)
              + "\"");
    }
    return given.arguments();
  }
}
