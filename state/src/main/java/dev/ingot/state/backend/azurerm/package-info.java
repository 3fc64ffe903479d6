/**
 * The backend {@code azurerm}: blobs of a storage account, written under their lease and only where
 * they have the entity tag that was read.
 */
@NullMarked
package dev.ingot.state.backend.azurerm;

import org.jspecify.annotations.NullMarked;
