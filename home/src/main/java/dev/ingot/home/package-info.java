/**
 * The composition root: where {@code INGOT_HOME} is, and which parts are used with it and with the
 * configuration in a folder. It has no command line, so a server can use it too.
 */
@NullMarked
package dev.ingot.home;

import org.jspecify.annotations.NullMarked;
