/** Isolated processes over a root directory, made with util-linux and nothing else. */
@NullMarked
package dev.ingot.platform.jail;

import org.jspecify.annotations.NullMarked;
