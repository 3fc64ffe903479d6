/**
 * What all backends share whose states are not on this machine: locks that are taken or refused at
 * once, waiting for them, and the place of their journals.
 */
@NullMarked
package dev.ingot.state.remote;

import org.jspecify.annotations.NullMarked;
