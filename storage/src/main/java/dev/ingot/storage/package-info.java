/** Files that survive a crash and locks among processes. */
@NullMarked
package dev.ingot.storage;

import org.jspecify.annotations.NullMarked;
