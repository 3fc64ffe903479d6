/** Command line sessions as recorded, run in this process and compared. */
@NullMarked
package dev.ingot.cli.recorded;

import org.jspecify.annotations.NullMarked;
