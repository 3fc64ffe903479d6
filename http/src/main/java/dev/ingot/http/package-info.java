/**
 * HTTP/1.1 as RFC 9112 has it: one strict codec over TCP and Unix sockets, for the agent, its
 * clients, the balancers, and whoever fetches something. Time limits on every operation.
 */
@NullMarked
package dev.ingot.http;

import org.jspecify.annotations.NullMarked;
