/**
 * Encryption of states where they are kept. Rules: the encryption of OpenTofu 1.12, whose
 * configuration and form of encrypted states these are, as documented and as recorded.
 */
@NullMarked
package dev.ingot.state.encryption;

import org.jspecify.annotations.NullMarked;
