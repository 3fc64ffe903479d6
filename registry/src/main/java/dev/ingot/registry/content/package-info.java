/** Content by digest: an OCI image layout on disk, the images in it, and their documents. */
@NullMarked
package dev.ingot.registry.content;

import org.jspecify.annotations.NullMarked;
