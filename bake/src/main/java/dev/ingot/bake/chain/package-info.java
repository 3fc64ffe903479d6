/** The chain from a base through the provisioners to an image: planned, looked up, made. */
@NullMarked
package dev.ingot.bake.chain;

import org.jspecify.annotations.NullMarked;
