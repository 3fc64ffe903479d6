package dev.ingot.release.retire;

import java.util.List;

/** What runs and is deployed outside of registry and ledger. */
@FunctionalInterface
public interface Referrers {
  /**
   * A stack that the ledger knows.
   *
   * @param folder its folder
   * @param isDeployed whether, by the ledger, something of it is deployed: then a state that isn't
   *     there is a lost one
   */
  record Stack(String folder, boolean isDeployed) {}

  /** The states of stacks and the machines of this host, as they are now. */
  List<Referrer> of(List<Stack> stacks) throws InterruptedException;
}
