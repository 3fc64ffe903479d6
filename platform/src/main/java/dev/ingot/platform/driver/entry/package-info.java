/**
 * The last step into a machine: a small static program, written for each start, that drops its
 * privileges and becomes the machine's command.
 */
@NullMarked
package dev.ingot.platform.driver.entry;

import org.jspecify.annotations.NullMarked;
