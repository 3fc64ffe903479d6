/** Tests of signatures. */
@NullMarked
package dev.ingot.plugin.openpgp;

import org.jspecify.annotations.NullMarked;
