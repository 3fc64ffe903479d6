/** What an image has to pass before a channel points to it, and channels pointed back. */
@NullMarked
package dev.ingot.release.gate;

import org.jspecify.annotations.NullMarked;
