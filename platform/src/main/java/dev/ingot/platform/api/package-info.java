/** The agent's contract: machines, balancers, volumes, their JSON forms, and the clients. */
@NullMarked
package dev.ingot.platform.api;

import org.jspecify.annotations.NullMarked;
