/** The provider protocols 5 and 6: their calls and messages. */
@NullMarked
package dev.ingot.provider.protocol;

import org.jspecify.annotations.NullMarked;
