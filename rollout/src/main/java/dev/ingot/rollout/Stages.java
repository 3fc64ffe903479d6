package dev.ingot.rollout;

import dev.ingot.address.InstanceAddress;
import dev.ingot.rollout.core.Event.Result;
import java.util.List;

/**
 * What a rollout does to a fleet. Each call ends when the change is durable; a failure leaves the
 * state as the change got it, so that {@link #takeBack} finds what there is.
 */
public interface Stages {
  /** Makes the new machines of these instances; the old ones stay and keep serving. */
  Result create(List<InstanceAddress> addresses) throws InterruptedException;

  /** Moves what depends on these instances to the new machines. */
  Result move(List<InstanceAddress> addresses) throws InterruptedException;

  /** Destroys the old machines of these instances. */
  Result retire(List<InstanceAddress> addresses) throws InterruptedException;

  /** Moves what depends on these instances back to the old machines and destroys the new ones. */
  Result takeBack(List<InstanceAddress> addresses) throws InterruptedException;

  /** Deploys the last verified release again. */
  Result redeploy(String reason) throws InterruptedException;
}
