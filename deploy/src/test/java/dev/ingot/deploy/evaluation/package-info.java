/** Tests of evaluation. */
@NullMarked
package dev.ingot.deploy.evaluation;

import org.jspecify.annotations.NullMarked;
