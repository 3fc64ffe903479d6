/** Programs of this host that give keys and credentials, or encrypt. */
@NullMarked
package dev.ingot.state.program;

import org.jspecify.annotations.NullMarked;
