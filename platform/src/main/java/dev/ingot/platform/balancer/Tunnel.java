package dev.ingot.platform.balancer;

import dev.ingot.http.Connection;
import java.io.IOException;
import java.time.Duration;

/** Passes bytes both ways until both sides have ended. */
final class Tunnel {
  private static final Duration QUIET = Duration.ofHours(2);

  private Tunnel() {}

  /** Runs until both directions have ended, then closes both. */
  static void run(Connection left, byte[] fromLeft, Connection right, byte[] fromRight) {
    Thread back = Thread.ofVirtual().name("tunnel").start(() -> pass(right, fromRight, left));
    pass(left, fromLeft, right);
    try {
      back.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      left.close();
      right.close();
    }
  }

  private static void pass(Connection from, byte[] first, Connection to) {
    byte[] chunk = new byte[16 * 1024];
    try {
      to.write(first, 0, first.length, HttpProxy.WRITE);
      int count = from.read(chunk, 0, chunk.length, QUIET);
      while (count >= 0) {
        to.write(chunk, 0, count, HttpProxy.WRITE);
        count = from.read(chunk, 0, chunk.length, QUIET);
      }
      to.shutdownOutput();
    } catch (IOException e) {
      // One side failed; half a conversation is of no use to the other.
      from.close();
      to.close();
    }
  }
}
