/**
 * The backend {@code pg}: states in a table of PostgreSQL, locked by advisory locks. It reads and
 * writes the table of Terraform's backend of this name, and takes the same locks.
 */
@NullMarked
package dev.ingot.state.backend.pg;

import org.jspecify.annotations.NullMarked;
