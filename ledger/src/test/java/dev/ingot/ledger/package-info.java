/** Tests of the ledger. */
@NullMarked
package dev.ingot.ledger;

import org.jspecify.annotations.NullMarked;
