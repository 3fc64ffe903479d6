/** Buckets, versions, channels, lineage and revocation: what the registry's database says. */
@NullMarked
package dev.ingot.registry.catalog;

import org.jspecify.annotations.NullMarked;
