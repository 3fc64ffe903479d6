/** Tests of advisories. */
@org.jspecify.annotations.NullMarked
package dev.ingot.registry.advisory;
