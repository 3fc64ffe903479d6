/** Which versions of images nothing can need any more, and what keeps the others. */
@NullMarked
package dev.ingot.release.retire;

import org.jspecify.annotations.NullMarked;
