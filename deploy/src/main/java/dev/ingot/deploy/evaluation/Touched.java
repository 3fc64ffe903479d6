package dev.ingot.deploy.evaluation;

import dev.ingot.address.InstanceKey;

/** Is told what an evaluation looked at: its result depends on nothing else. */
public interface Touched {
  /** Ignores every event. */
  Touched NOTHING = new Touched() {};

  /** One instance of a resource. */
  default void instance(ResourceInstances resource, InstanceKey key) {}

  /** All instances of a resource, and which there are. */
  default void resource(ResourceInstances resource) {}

  /** A local value. */
  default void local(ModuleInstance module, String name) {}

  /** An input variable. */
  default void variable(ModuleInstance module, String name) {}

  /** An output of a module. */
  default void output(ModuleInstance module, String name) {}
}
