/** The composition root: INGOT_HOME, settings, which parts are used. */
@NullMarked
package dev.ingot.home;

import org.jspecify.annotations.NullMarked;
