/** Versions of programs, modules and providers, and what may be asked of them. */
@NullMarked
package dev.ingot.lang.version;

import org.jspecify.annotations.NullMarked;
