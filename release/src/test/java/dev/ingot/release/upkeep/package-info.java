@NullMarked
package dev.ingot.release.upkeep;

import org.jspecify.annotations.NullMarked;
