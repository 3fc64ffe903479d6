/** What keeps a stack as it was released: its settings and their reader. */
@NullMarked
package dev.ingot.release.upkeep;

import org.jspecify.annotations.NullMarked;
