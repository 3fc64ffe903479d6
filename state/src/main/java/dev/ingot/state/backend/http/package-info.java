/**
 * The backend {@code http}: a state behind an address, by the protocol of Terraform's backend of
 * this name.
 */
@NullMarked
package dev.ingot.state.backend.http;

import org.jspecify.annotations.NullMarked;
