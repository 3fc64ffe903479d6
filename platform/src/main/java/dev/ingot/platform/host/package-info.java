/** The processes, folders and programs of this host. */
@NullMarked
package dev.ingot.platform.host;

import org.jspecify.annotations.NullMarked;
