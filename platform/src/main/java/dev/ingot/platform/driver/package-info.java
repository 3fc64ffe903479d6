/** Ways of isolating machines. */
@NullMarked
package dev.ingot.platform.driver;

import org.jspecify.annotations.NullMarked;
