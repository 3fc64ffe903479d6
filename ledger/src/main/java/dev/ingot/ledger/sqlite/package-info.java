/**
 * One SQLite file used by several processes: opening, migrating, transactions and plain-spoken
 * errors.
 */
@NullMarked
package dev.ingot.ledger.sqlite;

import org.jspecify.annotations.NullMarked;
