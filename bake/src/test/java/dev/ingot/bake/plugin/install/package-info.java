@NullMarked
package dev.ingot.bake.plugin.install;

import org.jspecify.annotations.NullMarked;
