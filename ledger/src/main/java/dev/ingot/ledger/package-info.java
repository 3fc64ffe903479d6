/** The append-only, hash-chained record of everything that was done; release records. */
@NullMarked
package dev.ingot.ledger;

import org.jspecify.annotations.NullMarked;
