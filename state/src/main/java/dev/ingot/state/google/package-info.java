/** Tokens of Google's cloud: where credentials are found, and what is asked for with them. */
@NullMarked
package dev.ingot.state.google;

import org.jspecify.annotations.NullMarked;
