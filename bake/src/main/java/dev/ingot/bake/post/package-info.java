/** The post-processors that come with Ingot: manifest, shell-local, checksum. */
@NullMarked
package dev.ingot.bake.post;

import org.jspecify.annotations.NullMarked;
