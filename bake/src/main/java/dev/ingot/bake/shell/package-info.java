/** Commands for POSIX shells of machines, and what comes of them. */
@NullMarked
package dev.ingot.bake.shell;

import org.jspecify.annotations.NullMarked;
