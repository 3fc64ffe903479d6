/** Advisories on vulnerabilities, and which packages of an image they are about. */
@NullMarked
package dev.ingot.registry.advisory;

import org.jspecify.annotations.NullMarked;
