/** Running Ingot's own code in other processes, from copies that no build overwrites. */
@NullMarked
package dev.ingot.platform.program;

import org.jspecify.annotations.NullMarked;
