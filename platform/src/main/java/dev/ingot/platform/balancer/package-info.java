/** The reverse proxy that loses no request while its backends come, go and die. */
@NullMarked
package dev.ingot.platform.balancer;

import org.jspecify.annotations.NullMarked;
