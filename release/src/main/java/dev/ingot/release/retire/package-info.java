/** Which versions of images nothing can need any more. */
@NullMarked
package dev.ingot.release.retire;

import org.jspecify.annotations.NullMarked;
