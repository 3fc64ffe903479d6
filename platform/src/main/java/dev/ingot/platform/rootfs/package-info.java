/** The builder {@code rootfs}: root trees of machines, baked without any daemon. */
@NullMarked
package dev.ingot.platform.rootfs;

import org.jspecify.annotations.NullMarked;
