/** What is known about an image beside its content: today its bill of materials. */
@NullMarked
package dev.ingot.registry.evidence;

import org.jspecify.annotations.NullMarked;
