package dev.ingot.platform.provider;

import dev.ingot.platform.api.AgentClient;
import dev.ingot.platform.api.AgentHome;
import dev.ingot.platform.api.AgentLauncher;
import dev.ingot.platform.api.Balancer;
import dev.ingot.platform.api.BalancerSpec;
import dev.ingot.platform.api.Machine;
import dev.ingot.platform.api.MachineSpec;
import dev.ingot.platform.api.PlatformException;
import dev.ingot.platform.api.Volume;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** The platform through a home's agent, which is started on first use. */
public final class AgentAccess implements PlatformAccess {
  private final AgentHome home;
  private final AgentLauncher launcher;
  private final ReentrantLock connecting = new ReentrantLock();
  private Optional<AgentClient> client = Optional.empty();

  /** Doesn't start anything yet. */
  public AgentAccess(AgentHome home, AgentLauncher launcher) {
    this.home = home;
    this.launcher = launcher;
  }

  private AgentClient client() throws PlatformException {
    connecting.lock();
    try {
      if (client.isEmpty()) {
        client = Optional.of(AgentClient.connect(home, launcher));
      }
      return client.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PlatformException(
          PlatformException.Code.FAILED, "interrupted while the agent was started", "", e);
    } finally {
      connecting.unlock();
    }
  }

  @Override
  public Machine createMachine(String id, MachineSpec spec) throws PlatformException {
    return client().machines().create(id, spec);
  }

  @Override
  public Optional<Machine> findMachine(String id) throws PlatformException {
    return client().machines().find(id);
  }

  @Override
  public void destroyMachine(String id) throws PlatformException {
    boolean _ = client().machines().destroy(id);
  }

  @Override
  public String lastLines(String id, int lines) throws PlatformException {
    return client().machines().logs(id, lines).text();
  }

  @Override
  public Balancer createBalancer(String id, BalancerSpec spec) throws PlatformException {
    return client().balancers().create(id, spec);
  }

  @Override
  public Balancer updateBalancer(String id, BalancerSpec spec) throws PlatformException {
    return client().balancers().update(id, spec);
  }

  @Override
  public Optional<Balancer> findBalancer(String id) throws PlatformException {
    return client().balancers().find(id);
  }

  @Override
  public void destroyBalancer(String id) throws PlatformException {
    boolean _ = client().balancers().destroy(id);
  }

  @Override
  public Volume createVolume(String name, int snapshots) throws PlatformException {
    return client().volumes().create(name, snapshots);
  }

  @Override
  public Optional<Volume> findVolume(String name) throws PlatformException {
    return client().volumes().find(name);
  }

  @Override
  public void deleteVolume(String name) throws PlatformException {
    boolean _ = client().volumes().delete(name);
  }

  @Override
  public void close() {
    connecting.lock();
    try {
      client.ifPresent(AgentClient::close);
      client = Optional.empty();
    } finally {
      connecting.unlock();
    }
  }
}
