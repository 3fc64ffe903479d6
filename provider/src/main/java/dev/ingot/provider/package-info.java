/** The contract of providers, and the built-in one. */
@NullMarked
package dev.ingot.provider;

import org.jspecify.annotations.NullMarked;
