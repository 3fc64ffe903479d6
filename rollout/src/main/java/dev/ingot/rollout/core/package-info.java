/** The pure core of a rollout: a state and an event give the next state and its effects. */
@NullMarked
package dev.ingot.rollout.core;

import org.jspecify.annotations.NullMarked;
