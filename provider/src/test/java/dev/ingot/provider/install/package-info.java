@NullMarked
package dev.ingot.provider.install;

import org.jspecify.annotations.NullMarked;
