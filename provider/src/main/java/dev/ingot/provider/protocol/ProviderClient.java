package dev.ingot.provider.protocol;

import dev.ingot.provider.ProviderException;
import java.util.function.Consumer;

/** A plugin that answers calls; where it is and how it is reached is its own matter. */
public interface ProviderClient extends AutoCloseable {
  /**
   * Which protocol it speaks.
   *
   * @throws ProviderException if it can't be started or reached
   */
  Protocol protocol();

  /**
   * Makes a call with one answer; a thread that is interrupted gives it up, unless it {@link
   * Rpc#changes}.
   *
   * @throws ProviderException if there is no answer; the message says why and what the plugin
   *     printed last
   */
  byte[] call(Rpc rpc, byte[] request);

  /**
   * Makes a call whose answer is a stream of messages, and gives each as it comes.
   *
   * @throws ProviderException if the answer doesn't come to its end
   */
  void stream(Rpc rpc, byte[] request, Consumer<byte[]> messages);

  /** Whether it was started or reached. */
  boolean isStarted();

  /** Ends it; a second call does nothing. */
  @Override
  void close();
}
