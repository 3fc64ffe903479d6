package dev.ingot.deploy.apply;

import dev.ingot.address.ConfigResource;
import dev.ingot.address.DeposedKey;
import dev.ingot.address.InstanceAddress;
import dev.ingot.deploy.reference.Node;
import java.util.Optional;

/** One step of applying a plan. */
sealed interface Step {
  /** Evaluates an object that is no resource. */
  record Evaluate(Node node) implements Step {}

  /** Finds the instances of a resource and the values they have. */
  record Expand(Node.Resource node) implements Step {}

  /** Creates, updates or reads the current object of an instance. */
  record Make(InstanceAddress address) implements Step {}

  /** Does nothing itself: what comes before it has ended. */
  sealed interface Join extends Step {}

  /** All instances of a resource are as planned. */
  record Made(Node.Resource node) implements Join {}

  /** All resources but those of checks are as planned. */
  record AllMade() implements Join {}

  /** Nothing uses the objects of a resource any more that are to be destroyed. */
  record MayGo(ConfigResource resource) implements Join {}

  /**
   * Destroys an object, or forgets it.
   *
   * @param deposed a deposed object of the plan; empty for the object the instance had
   */
  record Destroy(InstanceAddress address, Optional<DeposedKey> deposed) implements Step {}

  /** All objects of a resource that are to be destroyed are gone. */
  record Gone(ConfigResource resource) implements Join {}

  /** Everything that depends on a node that is no resource is gone. */
  record UsersGone(Node node) implements Join {}

  /** Everything that depends on a node that is no resource is as planned. */
  record UsersMade(Node node) implements Join {}
}
