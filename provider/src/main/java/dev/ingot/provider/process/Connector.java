package dev.ingot.provider.process;

import dev.ingot.plugin.PluginException;
import java.io.IOException;

/** A way to a provider. */
sealed interface Connector permits ProgramConnector, ReattachConnector {
  /**
   * Reaches it, started first where that is needed; once.
   *
   * @throws PluginException if it can't be started
   * @throws IOException if it can't be reached
   */
  PluginConnection connect() throws IOException, InterruptedException;
}
