/**
 * The backend {@code gcs}: objects of a bucket of Google Cloud Storage, each replaced only where it
 * still has the generation that was read.
 */
@NullMarked
package dev.ingot.state.backend.gcs;

import org.jspecify.annotations.NullMarked;
