@NullMarked
package dev.ingot.bake.gotext;

import org.jspecify.annotations.NullMarked;
