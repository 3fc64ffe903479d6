/**
 * The provider {@code ingot}: machines, balancers and volumes of this host, images of its registry.
 */
@NullMarked
package dev.ingot.platform.provider;

import org.jspecify.annotations.NullMarked;
