package dev.ingot.platform.api;

import dev.ingot.platform.json.Fields;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The balancers of an agent; the rules of {@link AgentClient} apply. */
public final class BalancerClient {
  private final AgentCalls agent;

  BalancerClient(AgentCalls agent) {
    this.agent = agent;
  }

  /** Creates a balancer; the same id with the same specification returns the existing one. */
  public Balancer create(String id, BalancerSpec spec) throws PlatformException {
    return AgentCalls.read(
        agent.call("PUT", "/balancers/" + id, BalancerJson.write(spec), AgentCalls.SHORT),
        json -> BalancerJson.readBalancer(json));
  }

  /**
   * Changes a balancer's backends, check and settings, losing no request: new backends are healthy
   * before old ones are drained. Returns when removed backends are idle or their drain time is
   * over.
   */
  public Balancer update(String id, BalancerSpec spec) throws PlatformException {
    Duration timeout = spec.settings().drainTimeout().multipliedBy(2).plus(AgentCalls.SHORT);
    return AgentCalls.read(
        agent.call("PATCH", "/balancers/" + id, BalancerJson.write(spec), timeout),
        json -> BalancerJson.readBalancer(json));
  }

  /**
   * Sends a backend no new requests and waits for those in flight.
   *
   * @return how many requests are still in flight
   */
  public int drain(String id, String backend, Duration timeout) throws PlatformException {
    String target = "/balancers/" + id + "/drain/" + backend + "?timeout_ms=" + timeout.toMillis();
    return AgentCalls.read(
        agent.call("POST", target, Fields.object().build(), timeout.plus(AgentCalls.SHORT)),
        json -> Fields.of(json).smallInteger("in_flight"));
  }

  /** A balancer with its backends as they are now, if it exists. */
  public Optional<Balancer> find(String id) throws PlatformException {
    return agent.find("/balancers/" + id, json -> BalancerJson.readBalancer(json));
  }

  /** All balancers, by id. */
  public List<Balancer> all() throws PlatformException {
    return agent.list("/balancers", json -> BalancerJson.readBalancer(json));
  }

  /** Stops a balancer after its requests in flight; returns whether it existed. */
  public boolean destroy(String id) throws PlatformException {
    return agent.delete("/balancers/" + id, AgentCalls.LONG);
  }
}
