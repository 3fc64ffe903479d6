/** Archives from elsewhere, unpacked within limits and never outside of their folder. */
@NullMarked
package dev.ingot.storage.archive;

import org.jspecify.annotations.NullMarked;
