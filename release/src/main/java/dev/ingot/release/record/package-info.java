/** What a release leaves behind: its archive, its variables, its images, its digests. */
@NullMarked
package dev.ingot.release.record;

import org.jspecify.annotations.NullMarked;
