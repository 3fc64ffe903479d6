/** The file system as far as a state needs it, so that crashes and full disks can be simulated. */
@NullMarked
package dev.ingot.state.storage;

import org.jspecify.annotations.NullMarked;
