package dev.ingot.bake.run;

import dev.ingot.bake.BakeEvent;
import dev.ingot.bake.BuildIdentity;
import dev.ingot.bake.Communicator;
import dev.ingot.bake.Secrets;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Redacts secrets in events before they reach an observer.
 *
 * @param current those known by now
 */
record RedactedEvents(Supplier<Secrets> current, BakeEvent.Observer next)
    implements BakeEvent.Observer {
  @Override
  public void on(BakeEvent event) {
    Secrets secrets = current.get();
    next.on(secrets.isEmpty() ? event : redacted(event, secrets));
  }

  private static BakeEvent redacted(BakeEvent event, Secrets secrets) {
    return switch (event) {
      case BakeEvent.Started started -> started;
      case BakeEvent.Reused(BuildIdentity build, String step, long size) ->
          new BakeEvent.Reused(build, secrets.redact(step), size);
      case BakeEvent.StepStarted(BuildIdentity build, String step) ->
          new BakeEvent.StepStarted(build, secrets.redact(step));
      case BakeEvent.StepFinished(BuildIdentity build, String step, long size, Duration took) ->
          new BakeEvent.StepFinished(build, secrets.redact(step), size, took);
      case BakeEvent.StepFailed(BuildIdentity build, String step, String message) ->
          new BakeEvent.StepFailed(build, secrets.redact(step), secrets.redact(message));
      case BakeEvent.Output(BuildIdentity build, Communicator.Output.Stream stream, String line) ->
          new BakeEvent.Output(build, stream, secrets.redact(line));
      case BakeEvent.Note(BuildIdentity build, String text) ->
          new BakeEvent.Note(build, secrets.redact(text));
      case BakeEvent.Finished finished -> finished;
    };
  }
}
