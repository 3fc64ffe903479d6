/** Tokens that clouds give for credentials, kept until shortly before they expire. */
@NullMarked
package dev.ingot.state.oauth;

import org.jspecify.annotations.NullMarked;
