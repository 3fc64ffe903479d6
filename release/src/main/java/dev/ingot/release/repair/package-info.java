/** Replaces what has drifted, with back-off and limits. */
@NullMarked
package dev.ingot.release.repair;

import org.jspecify.annotations.NullMarked;
