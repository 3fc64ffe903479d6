/** The values of a configuration's objects while it is checked, planned or applied. */
@NullMarked
package dev.ingot.deploy.evaluation;

import org.jspecify.annotations.NullMarked;
