/**
 * The last step into a machine: a small static program, written for each start, that gives up every
 * right and becomes the machine's command.
 */
@NullMarked
package dev.ingot.platform.driver.entry;

import org.jspecify.annotations.NullMarked;
