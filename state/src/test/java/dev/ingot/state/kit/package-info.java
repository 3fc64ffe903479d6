/** What holds for every store of states, as tests. */
@NullMarked
package dev.ingot.state.kit;

import org.jspecify.annotations.NullMarked;
