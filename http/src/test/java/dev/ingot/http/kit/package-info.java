/** Servers for tests of whatever fetches something: plain or with TLS, honest or hostile. */
@NullMarked
package dev.ingot.http.kit;

import org.jspecify.annotations.NullMarked;
