package dev.ingot.state;

/**
 * The value of an output of the root module.
 *
 * @param value the value as JSON
 * @param type its type as JSON
 */
public record OutputState(RawJson value, RawJson type, boolean sensitive) {}
