/** Machines as isolated processes over a root directory, made with util-linux and nothing else. */
@NullMarked
package dev.ingot.platform.driver.jail;

import org.jspecify.annotations.NullMarked;
