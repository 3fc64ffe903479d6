/** What was begun and done since the last snapshot, one durable record each. */
@NullMarked
package dev.ingot.state.journal;

import org.jspecify.annotations.NullMarked;
