/**
 * The composition root: where {@code INGOT_HOME} is, and which parts are used with it and with the
 * configuration in a folder. Knows no command line, so that a server is put together the same way.
 */
@NullMarked
package dev.ingot.home;

import org.jspecify.annotations.NullMarked;
