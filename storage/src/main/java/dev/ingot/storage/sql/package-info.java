/** One SQLite file used by several processes: opening, migrations, transactions, error messages. */
@NullMarked
package dev.ingot.storage.sql;

import org.jspecify.annotations.NullMarked;
