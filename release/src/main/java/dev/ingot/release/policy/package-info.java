/** What may happen to the resources of a stack: which are protected, which change in place. */
@NullMarked
package dev.ingot.release.policy;

import org.jspecify.annotations.NullMarked;
