/** Tests of the documents of releases. */
@NullMarked
package dev.ingot.release.document;

import org.jspecify.annotations.NullMarked;
