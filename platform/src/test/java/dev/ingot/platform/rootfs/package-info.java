/** Tests. */
@NullMarked
package dev.ingot.platform.rootfs;

import org.jspecify.annotations.NullMarked;
