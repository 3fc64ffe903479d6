/** Hashes, passwords, keys and unique identifiers. */
@NullMarked
package dev.ingot.lang.function.crypto;

import org.jspecify.annotations.NullMarked;
