/** Images: content store (OCI layout), buckets, versions, channels, lineage. */
@NullMarked
package dev.ingot.registry;

import org.jspecify.annotations.NullMarked;
