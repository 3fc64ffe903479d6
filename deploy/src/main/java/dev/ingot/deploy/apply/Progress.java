package dev.ingot.deploy.apply;

import dev.ingot.address.DeposedKey;
import dev.ingot.address.InstanceAddress;
import dev.ingot.deploy.ChangeAction;
import dev.ingot.deploy.Event;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Reports every ten seconds that a change is still running, until it is closed. */
final class Progress implements AutoCloseable {
  private static final long SECONDS = 10;

  private final Optional<ScheduledFuture<?>> ticking;

  Progress(
      ApplyContext context,
      InstanceAddress address,
      Optional<DeposedKey> deposed,
      ChangeAction action,
      String id) {
    long start = System.nanoTime();
    this.ticking =
        context
            .ticker()
            .map(
                ticker ->
                    ticker.scheduleAtFixedRate(
                        () ->
                            context.tell(
                                new Event.ApplyProgress(
                                    address,
                                    deposed,
                                    action,
                                    id,
                                    Duration.ofNanos(System.nanoTime() - start))),
                        SECONDS,
                        SECONDS,
                        TimeUnit.SECONDS));
  }

  @Override
  public void close() {
    ticking.ifPresent(each -> each.cancel(false));
  }
}
