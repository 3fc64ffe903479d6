/** Providers that are processes: starting, reaching, ending them, and what is kept of them. */
@NullMarked
package dev.ingot.provider.process;

import org.jspecify.annotations.NullMarked;
