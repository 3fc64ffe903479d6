@NullMarked
package dev.ingot.plugin.http2;

import org.jspecify.annotations.NullMarked;
