/** The files in the folder of a stack: templates, a configuration, settings, values. */
@NullMarked
package dev.ingot.release.stack;

import org.jspecify.annotations.NullMarked;
