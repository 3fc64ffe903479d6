/** The reverse proxy, which loses no request while backends are added, removed or die. */
@NullMarked
package dev.ingot.platform.balancer;

import org.jspecify.annotations.NullMarked;
