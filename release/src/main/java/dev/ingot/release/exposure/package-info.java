/** Vulnerabilities that scans found in images, and how long machines run with them. */
@NullMarked
package dev.ingot.release.exposure;

import org.jspecify.annotations.NullMarked;
