/** What makes two images different. */
@NullMarked
package dev.ingot.registry.difference;

import org.jspecify.annotations.NullMarked;
