/** Tokens for hosts: how they are obtained, and where they are kept. */
@NullMarked
package dev.ingot.provider.login;

import org.jspecify.annotations.NullMarked;
