/**
 * Ingot for programs on the JVM: open a folder, plan, apply, release and roll back, with events as
 * they happen and without a command line. The guide is {@code docs/library.md}.
 */
@NullMarked
package dev.ingot.library;

import org.jspecify.annotations.NullMarked;
