/** Signatures of releases: the part of OpenPGP (RFC 4880, RFC 9580) that verifies them. */
@NullMarked
package dev.ingot.plugin.openpgp;

import org.jspecify.annotations.NullMarked;
