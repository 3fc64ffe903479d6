/** Functions that write and read JSON, YAML, CSV, Base64, compressed and URL text. */
@NullMarked
package dev.ingot.lang.function.encoding;

import org.jspecify.annotations.NullMarked;
