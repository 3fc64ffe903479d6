@NullMarked
package dev.ingot.provider.process;

import org.jspecify.annotations.NullMarked;
