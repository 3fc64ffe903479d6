package dev.ingot.rollout;

import dev.ingot.address.InstanceAddress;
import dev.ingot.rollout.core.Event.Result;
import java.util.List;

/**
 * The changes a rollout makes to a fleet. Each call returns when the change is durable; a failure
 * leaves the partial change in the state, where {@link #takeBack} finds it.
 */
public interface Stages {
  /** Destroys the machines of these instances before others take their place. */
  Result vacate(List<InstanceAddress> addresses) throws InterruptedException;

  /** Creates the new machines of these instances; the old ones keep serving. */
  Result create(List<InstanceAddress> addresses) throws InterruptedException;

  /** Moves the dependents of these instances to the new machines. */
  Result move(List<InstanceAddress> addresses) throws InterruptedException;

  /** Destroys the old machines of these instances. */
  Result retire(List<InstanceAddress> addresses) throws InterruptedException;

  /** Moves the dependents of these instances back to the old machines and destroys the new ones. */
  Result takeBack(List<InstanceAddress> addresses) throws InterruptedException;

  /** Redeploys the last verified release. */
  Result redeploy(String reason) throws InterruptedException;
}
