/** The whole way from templates to a verified fleet, and back. */
@NullMarked
package dev.ingot.cli.up;

import org.jspecify.annotations.NullMarked;
