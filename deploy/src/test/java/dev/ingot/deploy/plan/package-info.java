/** Tests of the rules of planning. */
@NullMarked
package dev.ingot.deploy.plan;

import org.jspecify.annotations.NullMarked;
