@NullMarked
package dev.ingot.plugin.transport;

import org.jspecify.annotations.NullMarked;
