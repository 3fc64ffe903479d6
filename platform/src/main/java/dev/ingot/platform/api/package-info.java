/**
 * What the agent offers: machines, balancers, volumes, their JSON forms, and the clients that ask
 * it.
 */
@NullMarked
package dev.ingot.platform.api;

import org.jspecify.annotations.NullMarked;
