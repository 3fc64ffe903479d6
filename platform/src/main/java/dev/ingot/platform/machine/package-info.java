/** Machines on disk and as processes: their store, addresses, logs, start and end. */
@NullMarked
package dev.ingot.platform.machine;

import org.jspecify.annotations.NullMarked;
