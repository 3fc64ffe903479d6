/** Whom a client trusts and what it shows of itself in TLS. */
@NullMarked
package dev.ingot.http.tls;

import org.jspecify.annotations.NullMarked;
