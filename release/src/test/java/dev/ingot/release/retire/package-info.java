@NullMarked
package dev.ingot.release.retire;

import org.jspecify.annotations.NullMarked;
