package dev.ingot.health;

import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** A time that doesn't pass: for tests of what real programs and servers answer. */
public final class StillTime implements Time {
  @Override
  public Instant instant() {
    return Instant.EPOCH;
  }

  @Override
  public boolean await(CompletableFuture<?> result, Instant until) throws InterruptedException {
    try {
      Object _ = result.get();
    } catch (ExecutionException e) {
      throw new CompletionException(e.getCause());
    }
    return true;
  }

  @Override
  public Thread start(String name, Runnable work) {
    return Thread.ofVirtual().name(name).start(work);
  }
}
