/**
 * One SQLite file used by several processes: opening, migrating, transactions, plain-spoken errors.
 */
@NullMarked
package dev.ingot.storage.sql;

import org.jspecify.annotations.NullMarked;
