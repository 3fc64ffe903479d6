/** Azure: its clouds, tokens of Entra ID, and requests signed by the key of a storage account. */
@NullMarked
package dev.ingot.state.azure;

import org.jspecify.annotations.NullMarked;
