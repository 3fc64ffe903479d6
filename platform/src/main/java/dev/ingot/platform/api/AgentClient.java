package dev.ingot.platform.api;

import dev.ingot.http.UnixHttpClient;
import dev.ingot.http.Watchdog;
import dev.ingot.platform.program.ProgramVersion;
import java.util.Optional;

/**
 * Client of a home's agent, with a room for each kind of object. Safe for use by many threads;
 * every call has a time limit and fails with a {@link PlatformException} that says what to do. An
 * agent that dies during a call is restarted and asked again: every call may arrive twice.
 */
public final class AgentClient implements AutoCloseable {
  private final AgentCalls calls;
  private final JailCapability capability;

  private AgentClient(AgentCalls calls, JailCapability capability) {
    this.calls = calls;
    this.capability = capability;
  }

  /**
   * Connects to the home's agent; starts one if none runs and replaces one of another build (its
   * machines and balancers keep running).
   *
   * @throws PlatformException when no agent can be started, with the reason
   */
  public static AgentClient connect(AgentHome home, AgentLauncher launcher)
      throws PlatformException, InterruptedException {
    Watchdog watchdog = new Watchdog();
    boolean connected = false;
    try {
      UnixHttpClient http = new UnixHttpClient(home.agentSocket(), watchdog);
      AgentStart start = new AgentStart(home, launcher, http);
      JailCapability capability = start.connect();
      connected = true;
      return new AgentClient(new AgentCalls(home, http, watchdog, Optional.of(start)), capability);
    } finally {
      if (!connected) {
        watchdog.close();
      }
    }
  }

  /** Connects to the home's agent if one runs; starts none, replaces none. */
  public static Optional<AgentClient> connectIfRunning(AgentHome home) {
    Watchdog watchdog = new Watchdog();
    UnixHttpClient http = new UnixHttpClient(home.agentSocket(), watchdog);
    Optional<AgentStart.Version> version = AgentStart.ask(http);
    if (version.isEmpty()) {
      watchdog.close();
      return Optional.empty();
    }
    return Optional.of(
        new AgentClient(
            new AgentCalls(home, http, watchdog, Optional.empty()), version.get().capability()));
  }

  /** Its machines. */
  public MachineClient machines() {
    return new MachineClient(calls);
  }

  /** Its balancers. */
  public BalancerClient balancers() {
    return new BalancerClient(calls);
  }

  /** Its volumes. */
  public VolumeClient volumes() {
    return new VolumeClient(calls);
  }

  /** How machines are isolated on this host. */
  public JailCapability capability() {
    return capability;
  }

  /** This program's build, as agents report it. */
  public static String build() {
    return ProgramVersion.current();
  }

  /** Ends the agent; machines and balancers keep running and are adopted by the next one. */
  public void stopAgent() throws PlatformException {
    calls.exit();
  }

  @Override
  public void close() {
    calls.close();
  }
}
