/**
 * The embedded platform: machines, balancers, volumes on this Linux host; its agent, provider and
 * builder.
 */
@NullMarked
package dev.ingot.platform;

import org.jspecify.annotations.NullMarked;
