/** Objects and the results of checks as the state stores them. */
@NullMarked
package dev.ingot.deploy.stored;

import org.jspecify.annotations.NullMarked;
