/** What differs between what runs and what was released, and why. */
@NullMarked
package dev.ingot.release.drift;

import org.jspecify.annotations.NullMarked;
