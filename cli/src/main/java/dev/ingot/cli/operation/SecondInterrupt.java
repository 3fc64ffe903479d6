package dev.ingot.cli.operation;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.TimeUnit;

/**
 * Ends the process at once on a Ctrl-C that follows the first one, which the Java runtime would
 * ignore while the first one's hook waits. Only {@code sun.misc.Signal} can do that; it is used by
 * name because the compiler reports each use of it, and only once a first interrupt came.
 */
final class SecondInterrupt {
  private static final int CODE = 130;
  private static final long PATIENCE_MILLIS = TimeUnit.SECONDS.toMillis(1);

  private SecondInterrupt() {}

  /**
   * Begins to listen.
   *
   * @param report called before the process ends, which doesn't wait for it for long
   */
  static void await(Runnable report) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object handling =
          Proxy.newProxyInstance(
              SecondInterrupt.class.getClassLoader(),
              new Class<?>[] {handler},
              (_, _, _) -> {
                end(report);
                return null;
              });
      Method handle = signal.getMethod("handle", signal, handler);
      Object _ =
          handle.invoke(null, signal.getConstructor(String.class).newInstance("INT"), handling);
    } catch (ReflectiveOperationException | IllegalArgumentException e) {
      // A runtime without it ends when the work has stopped, or by SIGKILL.
      return;
    }
  }

  private static void end(Runnable report) {
    Thread reporter = Thread.ofPlatform().daemon().name("interruption-report").start(report);
    try {
      reporter.join(PATIENCE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      Runtime.getRuntime().halt(CODE);
    }
  }
}
