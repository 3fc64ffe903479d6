/** The pure core of a rollout: a state, an event, the next state and what is to be done. */
@NullMarked
package dev.ingot.rollout.core;

import org.jspecify.annotations.NullMarked;
