package dev.ingot.provider.process;

import dev.ingot.provider.Provider;
import dev.ingot.provider.protocol.ProtocolProvider;
import dev.ingot.provider.protocol.SchemaCache;
import java.util.random.RandomGenerator;

/** Providers that are processes. */
public final class ProviderProcess {
  private ProviderProcess() {}

  /**
   * The provider of a program, which is started when it is first needed.
   *
   * @param cache what is kept of its schema
   * @param random where the serial number of a certificate comes from, if one is needed
   */
  public static Provider of(Program program, SchemaCache cache, RandomGenerator random) {
    return new ProtocolProvider(new ProcessClient(new ProgramConnector(program, random)), cache);
  }

  /** The provider that its developer runs; it is left running. */
  public static Provider of(Reattachment reattachment) {
    return new ProtocolProvider(
        new ProcessClient(new ReattachConnector(reattachment)), SchemaCache.NONE);
  }
}
