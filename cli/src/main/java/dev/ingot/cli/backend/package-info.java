/** Where states are kept, and how {@code init} changes that. */
@NullMarked
package dev.ingot.cli.backend;

import org.jspecify.annotations.NullMarked;
