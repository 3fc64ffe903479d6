package dev.ingot.deploy.fetch;

import dev.ingot.graph.Cancellation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The program git. It never asks anybody anything, uses no transport but the usual ones, and is
 * ended with all it started when it takes too long or is no longer wanted.
 *
 * @param environment the variables it inherits
 */
record GitProgram(Map<String, String> environment, Cancellation cancellation) {
  /** Variables of a repository in whose hooks this program may be running. */
  private static final List<String> OF_REPOSITORY =
      List.of(
          "GIT_DIR",
          "GIT_WORK_TREE",
          "GIT_INDEX_FILE",
          "GIT_OBJECT_DIRECTORY",
          "GIT_ALTERNATE_OBJECT_DIRECTORIES",
          "GIT_COMMON_DIR",
          "GIT_PREFIX",
          "GIT_NAMESPACE",
          "GIT_CEILING_DIRECTORIES");

  /** Git with other variables. */
  GitProgram with(Map<String, String> more) {
    Map<String, String> all = new java.util.HashMap<>(environment);
    all.putAll(more);
    return new GitProgram(all, cancellation);
  }

  /**
   * Runs a command of git.
   *
   * @throws FetchException if git is missing, takes too long or was cancelled
   */
  SourceProgram.Ended run(Path folder, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add("git");
    for (String setting :
        List.of(
            "core.askPass=",
            "advice.detachedHead=false",
            "http.lowSpeedLimit=1000",
            "http.lowSpeedTime=60")) {
      command.add("-c");
      command.add(setting);
    }
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")));
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.environment().keySet().removeAll(OF_REPOSITORY);
    builder.environment().put("GIT_TERMINAL_PROMPT", "0");
    builder.environment().remove("SSH_ASKPASS");
    return new SourceProgram(
            cancellation,
            new FetchException(
                "git must be available and on the PATH", "Install git, or use an archive by http."))
        .run(builder);
  }
}
