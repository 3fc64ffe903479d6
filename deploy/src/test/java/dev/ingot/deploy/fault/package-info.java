/**
 * Seeded runs of the engine against a cloud, a disk and a backend that fail: what is left has to be
 * whole, and the next run has to bring it to its end.
 */
@NullMarked
package dev.ingot.deploy.fault;

import org.jspecify.annotations.NullMarked;
