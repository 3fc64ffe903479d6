package dev.ingot.platform.provider;

import dev.ingot.platform.api.Balancer;
import dev.ingot.platform.api.BalancerSpec;
import dev.ingot.platform.api.Machine;
import dev.ingot.platform.api.MachineSpec;
import dev.ingot.platform.api.PlatformException;
import dev.ingot.platform.api.Volume;
import java.util.Optional;

/** What the provider asks of the platform. Safe for use by many threads. */
public interface PlatformAccess extends AutoCloseable {
  /** Creates and starts a machine; the same id again gives the one there is. */
  Machine createMachine(String id, MachineSpec spec) throws PlatformException;

  /** A machine, if it is there. */
  Optional<Machine> findMachine(String id) throws PlatformException;

  /** Stops and removes a machine, if it is there. */
  void destroyMachine(String id) throws PlatformException;

  /** The last lines a machine printed. */
  String lastLines(String id, int lines) throws PlatformException;

  /** Creates a balancer; the same id again gives the one there is. */
  Balancer createBalancer(String id, BalancerSpec spec) throws PlatformException;

  /** Changes a balancer, losing no request. */
  Balancer updateBalancer(String id, BalancerSpec spec) throws PlatformException;

  /** A balancer, if it is there. */
  Optional<Balancer> findBalancer(String id) throws PlatformException;

  /** Ends a balancer, if it is there. */
  void destroyBalancer(String id) throws PlatformException;

  /** Makes a volume; one that is there is left as it is. */
  Volume createVolume(String name) throws PlatformException;

  /** A volume, if it is there. */
  Optional<Volume> findVolume(String name) throws PlatformException;

  /** Deletes a volume with what is in it, if it is there. */
  void deleteVolume(String name) throws PlatformException;

  @Override
  void close();
}
