/** Where providers' programs come from, which are chosen, and where they are installed. */
@NullMarked
package dev.ingot.provider.install;

import org.jspecify.annotations.NullMarked;
