/** What the names in expressions refer to, and the graph these references make. */
@NullMarked
package dev.ingot.deploy.reference;

import org.jspecify.annotations.NullMarked;
