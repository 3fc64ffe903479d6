package dev.ingot.platform.program;

import dev.ingot.platform.host.InheritedListener;
import dev.ingot.storage.PrivateFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The command that runs Ingot's own code in another process.
 *
 * @param java the program
 * @param classPath the class path
 * @param options further options of the Java program, such as an AOT cache
 */
public record JavaCommand(Path java, String classPath, List<String> options) {
  private static final Set<String> KEPT =
      Set.of("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "TZ", "LD_LIBRARY_PATH", "JAVA_HOME");

  /** A process ended by SIGINT or SIGTERM is not restarted, nor is one that dies over and over. */
  private static final String GUARD =
      """
      umask 077
      starts=0
      while :; do
        "$@"
        code=$?
        case $code in
          130 | 143) exit $code ;;
        esac
        [ $code -lt 128 ] && exit $code
        starts=$((starts + 1))
        [ $starts -lt 20 ] || exit $code
        sleep 0.0$starts || sleep 1
      done
      """;

  private static final List<String> GUARDED = List.of("setsid", "/bin/sh", "-c", GUARD, "guard");

  public JavaCommand {
    options = List.copyOf(options);
  }

  /** The command of this process. */
  public static JavaCommand ofThisProcess() {
    return new JavaCommand(
        Path.of(System.getProperty("java.home"), "bin", "java"),
        System.getProperty("java.class.path"),
        List.of());
  }

  /**
   * This command, with the JVM's crash reports going to a folder that only its owner can read. If
   * the folder can't be created there are no reports: they would go to {@code /tmp}.
   */
  public JavaCommand reportingCrashesIn(Path folder) {
    List<String> all = new ArrayList<>(options);
    all.add("-XX:-CreateCoredumpOnCrash");
    all.add("-XX:+UnlockDiagnosticVMOptions");
    all.add("-XX:-DumpReplayDataOnError");
    all.add(errorFile(folder));
    return new JavaCommand(java, classPath, all);
  }

  private static String errorFile(Path folder) {
    try {
      // The JVM replaces %p by its process id and %% by %.
      String name = PrivateFolder.create(folder).toString().replace("%", "%%");
      return "-XX:ErrorFile=" + name + "/hs_err_%p.log";
    } catch (IOException e) {
      return "-XX:+SuppressFatalErrorMessage";
    }
  }

  /** Starts a class in a session of its own, with its output appended to a file. */
  public Process launch(
      List<String> moreOptions, String mainClass, List<String> arguments, Path output)
      throws IOException {
    return launch(List.of("setsid"), moreOptions, mainClass, arguments, output);
  }

  /**
   * The same under a small guard process that restarts it when it is killed or crashes. The guard
   * ends when the process does, with its exit code.
   */
  public Process launchGuarded(
      List<String> moreOptions, String mainClass, List<String> arguments, Path output)
      throws IOException {
    return launch(GUARDED, moreOptions, mainClass, arguments, output);
  }

  /** The same with a socket, which the guard keeps open, as standard input. */
  public Process launchGuarded(
      InheritedListener listener,
      List<String> moreOptions,
      String mainClass,
      List<String> arguments,
      Path output)
      throws IOException {
    return listener.start(process(GUARDED, moreOptions, mainClass, arguments, output));
  }

  private Process launch(
      List<String> through,
      List<String> moreOptions,
      String mainClass,
      List<String> arguments,
      Path output)
      throws IOException {
    return process(through, moreOptions, mainClass, arguments, output)
        .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
        .start();
  }

  private ProcessBuilder process(
      List<String> through,
      List<String> moreOptions,
      String mainClass,
      List<String> arguments,
      Path output) {
    List<String> command = new ArrayList<>(through);
    command.add(java.toString());
    command.addAll(options);
    command.addAll(
        List.of("-XX:+UseSerialGC", "-Xshare:auto", "--enable-native-access=ALL-UNNAMED"));
    command.addAll(moreOptions);
    command.add("-cp");
    command.add(classPath);
    command.add(mainClass);
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
            .directory(Path.of("/").toFile());
    // It outlives its parent, so it must not keep secrets from its parent's environment.
    builder.environment().keySet().retainAll(KEPT);
    return builder;
  }
}
