/** The builder {@code rootfs}, which bakes root file systems without a daemon. */
@NullMarked
package dev.ingot.platform.rootfs;

import org.jspecify.annotations.NullMarked;
