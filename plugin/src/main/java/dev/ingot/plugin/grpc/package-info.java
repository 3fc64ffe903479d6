/** Calls of plugins. Rules: gRPC over HTTP/2, without compression. */
@NullMarked
package dev.ingot.plugin.grpc;

import org.jspecify.annotations.NullMarked;
