/** Tests of the SQLite file. */
@NullMarked
package dev.ingot.ledger.sqlite;

import org.jspecify.annotations.NullMarked;
