/** Health checks over the network. */
@NullMarked
package dev.ingot.platform.probe;

import org.jspecify.annotations.NullMarked;
