/** A provider for tests of what uses providers. */
@NullMarked
package dev.ingot.provider.fake;

import org.jspecify.annotations.NullMarked;
