/**
 * Images: {@code Registry} bakes them into buckets and keeps their content; its parts are the
 * versions, the channels that point at them, and the records both are held against.
 */
@NullMarked
package dev.ingot.registry;

import org.jspecify.annotations.NullMarked;
