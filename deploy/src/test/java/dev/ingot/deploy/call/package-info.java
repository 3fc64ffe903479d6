/** Tests of the door to providers. */
@NullMarked
package dev.ingot.deploy.call;

import org.jspecify.annotations.NullMarked;
