/** HTTP/1.1 as RFC 9112 has it: one strict codec for the agent, its clients and the balancers. */
@NullMarked
package dev.ingot.platform.http;

import org.jspecify.annotations.NullMarked;
