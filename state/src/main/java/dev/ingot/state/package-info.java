/** What is deployed: the model, file format 4, journal, locks, backends. */
@NullMarked
package dev.ingot.state;

import org.jspecify.annotations.NullMarked;
