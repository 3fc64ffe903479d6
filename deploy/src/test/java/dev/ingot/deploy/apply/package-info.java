/** Tests of applying. */
@NullMarked
package dev.ingot.deploy.apply;

import org.jspecify.annotations.NullMarked;
