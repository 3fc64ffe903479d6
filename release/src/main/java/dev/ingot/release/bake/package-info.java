/** Templates to versions: what a release is made of. */
@NullMarked
package dev.ingot.release.bake;

import org.jspecify.annotations.NullMarked;
