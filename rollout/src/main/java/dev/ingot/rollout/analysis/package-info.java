/** Whether new machines do as well as old ones: measurements, and what they say. */
@NullMarked
package dev.ingot.rollout.analysis;

import org.jspecify.annotations.NullMarked;
