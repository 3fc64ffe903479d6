/**
 * The backends that keep states: which kinds there are, which one a configuration uses, its
 * workspaces, and how states are taken from one to another. Each kind has its own package.
 */
@NullMarked
package dev.ingot.state.backend;

import org.jspecify.annotations.NullMarked;
