@NullMarked
package dev.ingot.registry.inventory;

import org.jspecify.annotations.NullMarked;
