package dev.ingot.platform.provider;

import dev.ingot.platform.api.Balancer;
import dev.ingot.platform.api.BalancerSpec;
import dev.ingot.platform.api.Machine;
import dev.ingot.platform.api.MachineSpec;
import dev.ingot.platform.api.PlatformException;
import dev.ingot.platform.api.Volume;
import java.util.Optional;

/** The provider's view of the platform. Safe for use by many threads. */
public interface PlatformAccess extends AutoCloseable {
  /** Creates and starts a machine; the same id returns the existing one. */
  Machine createMachine(String id, MachineSpec spec) throws PlatformException;

  /** A machine, if it exists. */
  Optional<Machine> findMachine(String id) throws PlatformException;

  /** Stops and removes a machine, if it exists. */
  void destroyMachine(String id) throws PlatformException;

  /** The last lines of a machine's output. */
  String lastLines(String id, int lines) throws PlatformException;

  /** Creates a balancer; the same id returns the existing one. */
  Balancer createBalancer(String id, BalancerSpec spec) throws PlatformException;

  /** Changes a balancer without losing a request. */
  Balancer updateBalancer(String id, BalancerSpec spec) throws PlatformException;

  /** A balancer, if it exists. */
  Optional<Balancer> findBalancer(String id) throws PlatformException;

  /** Ends a balancer, if it exists. */
  void destroyBalancer(String id) throws PlatformException;

  /**
   * Creates a volume; the content of an existing one is left as it is.
   *
   * @param snapshots how many are kept of it, as it was before a machine got it
   */
  Volume createVolume(String name, int snapshots) throws PlatformException;

  /** A volume, if it exists. */
  Optional<Volume> findVolume(String name) throws PlatformException;

  /** Deletes a volume and its contents, if it exists. */
  void deleteVolume(String name) throws PlatformException;

  @Override
  void close();
}
