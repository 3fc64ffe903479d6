/** Tests of what is known of vulnerabilities. */
@org.jspecify.annotations.NullMarked
package dev.ingot.release.exposure;
