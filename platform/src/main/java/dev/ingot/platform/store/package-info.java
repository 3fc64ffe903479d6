/** Small files that are either whole or not there. */
@NullMarked
package dev.ingot.platform.store;

import org.jspecify.annotations.NullMarked;
