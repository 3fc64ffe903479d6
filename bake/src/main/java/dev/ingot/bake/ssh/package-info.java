/** Machines that are reached over SSH: settings, the connection, commands and files. */
@NullMarked
package dev.ingot.bake.ssh;

import org.jspecify.annotations.NullMarked;
