@NullMarked
package dev.ingot.release.repave;

import org.jspecify.annotations.NullMarked;
