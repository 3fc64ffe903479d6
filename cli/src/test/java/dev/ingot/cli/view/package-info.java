/** What views print, word by word. */
@NullMarked
package dev.ingot.cli.view;

import org.jspecify.annotations.NullMarked;
