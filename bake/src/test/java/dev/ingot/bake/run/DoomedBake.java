package dev.ingot.bake.run;

import dev.ingot.bake.BuildOutcome;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** A bake in a process of its own, which ends without any cleanup at one of its events. */
final class DoomedBake {
  /** The exit code of a bake that came to its end. */
  static final int BAKED = 0;

  /** The exit code of one that was ended as {@code kill -9} does. */
  static final int KILLED = 137;

  private DoomedBake() {}

  /** The folder of the site, a variable and its value, the folder of plugins, the fatal event. */
  static void main(String[] arguments) throws Exception {
    int fatal = Integer.parseInt(arguments[4]);
    AtomicInteger seen = new AtomicInteger();
    try (BakeSite site =
        new BakeSite(Path.of(arguments[0]))
            .environment(Map.of(arguments[1], arguments[2]))
            .plugins(Path.of(arguments[3]))
            .forced()
            .watched(
                _ -> {
                  if (seen.incrementAndGet() == fatal) {
                    Runtime.getRuntime().halt(KILLED);
                  }
                })) {
      BuildOutcome outcome = site.bake();
      System.exit(outcome.isSuccess() ? BAKED : 1);
    }
  }

  /** Starts one, with one variable of the environment. */
  static Process start(Path site, Map<String, String> environment, Path plugins, int fatal)
      throws Exception {
    Map.Entry<String, String> variable = environment.entrySet().iterator().next();
    return new ProcessBuilder(
            System.getProperty("java.home") + "/bin/java",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            DoomedBake.class.getName(),
            site.toString(),
            variable.getKey(),
            variable.getValue(),
            plugins.toString(),
            Integer.toString(fatal))
        .inheritIO()
        .start();
  }
}
