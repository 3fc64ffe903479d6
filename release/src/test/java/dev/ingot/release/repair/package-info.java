@NullMarked
package dev.ingot.release.repair;

import org.jspecify.annotations.NullMarked;
