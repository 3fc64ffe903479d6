/**
 * The subset of HTTP/2 that calls of plugins need, on the client's side. Rules: RFC 9113 and, for
 * headers, RFC 7541.
 */
@NullMarked
package dev.ingot.plugin.http2;

import org.jspecify.annotations.NullMarked;
