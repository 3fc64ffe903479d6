/** The process that owns machines, balancers and volumes, and its API. */
@NullMarked
package dev.ingot.platform.agent;

import org.jspecify.annotations.NullMarked;
