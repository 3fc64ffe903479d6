/** Commands on templates of images. */
@NullMarked
package dev.ingot.cli.template;

import org.jspecify.annotations.NullMarked;
