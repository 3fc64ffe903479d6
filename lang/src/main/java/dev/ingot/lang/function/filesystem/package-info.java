/** Functions that read files and work on paths, and templates in files. */
@NullMarked
package dev.ingot.lang.function.filesystem;

import org.jspecify.annotations.NullMarked;
