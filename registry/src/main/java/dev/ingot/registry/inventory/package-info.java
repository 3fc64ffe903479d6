/**
 * The packages in the files of an image, by the databases and descriptions that package managers
 * leave.
 */
@NullMarked
package dev.ingot.registry.inventory;

import org.jspecify.annotations.NullMarked;
