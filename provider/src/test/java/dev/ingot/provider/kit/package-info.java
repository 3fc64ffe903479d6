/** What holds for every provider, as tests. */
@NullMarked
package dev.ingot.provider.kit;

import org.jspecify.annotations.NullMarked;
