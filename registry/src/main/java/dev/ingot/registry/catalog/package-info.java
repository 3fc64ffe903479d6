/** Buckets, versions, channels, lineage and revocation: the registry's database. */
@NullMarked
package dev.ingot.registry.catalog;

import org.jspecify.annotations.NullMarked;
