/**
 * The client for all that a person waits for: registries, mirrors, state backends. {@code
 * java.net.http} costs 270 ms of CPU before its first request; this one a tenth of that.
 */
@NullMarked
package dev.ingot.http.client;

import org.jspecify.annotations.NullMarked;
