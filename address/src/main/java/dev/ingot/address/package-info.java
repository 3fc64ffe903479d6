/**
 * The names of things: modules, resources, instances, deposed objects, providers and their
 * configurations.
 */
@NullMarked
package dev.ingot.address;

import org.jspecify.annotations.NullMarked;
