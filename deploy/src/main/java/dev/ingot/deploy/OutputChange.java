package dev.ingot.deploy;

import dev.ingot.lang.value.Value;

/**
 * What a plan does to an output of the root module.
 *
 * @param action NO_OP, CREATE, UPDATE or DELETE
 * @param before the value before, with marks; null if there is none
 * @param after the value after, with marks; null if there is none
 * @param beforeSensitive whether it must not be shown before
 * @param afterSensitive whether it must not be shown after
 */
public record OutputChange(
    String name,
    ChangeAction action,
    Value before,
    Value after,
    boolean beforeSensitive,
    boolean afterSensitive) {}
