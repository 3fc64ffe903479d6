/** The {@code rollout} blocks of {@code *.ingot.hcl} files. */
@NullMarked
package dev.ingot.rollout.configuration;

import org.jspecify.annotations.NullMarked;
