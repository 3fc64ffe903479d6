package dev.ingot.rollout.core;

import dev.ingot.address.InstanceAddress;

/**
 * One instance key of a group, together with the resources that depend on just that instance.
 *
 * @param address the address of the instance
 * @param replacesAnOldMachine whether there is an old machine that serves until the new one has
 *     proved itself
 */
public record Slice(InstanceAddress address, boolean replacesAnOldMachine) {}
