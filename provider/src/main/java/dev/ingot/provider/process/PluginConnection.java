package dev.ingot.provider.process;

import dev.ingot.plugin.Handshake;
import dev.ingot.plugin.LastLines;
import dev.ingot.plugin.PluginProcess;
import dev.ingot.plugin.grpc.GrpcChannel;
import dev.ingot.provider.protocol.Protocol;
import java.util.List;
import java.util.Optional;

/**
 * A provider that can be called.
 *
 * @param process empty for one that somebody else started, and ends
 * @param printed what it printed last, where that doesn't go to its process's own output
 */
record PluginConnection(
    Protocol protocol,
    GrpcChannel channel,
    Optional<PluginProcess<Handshake.OfProvider>> process,
    LastLines printed) {

  /** The last lines it printed, whichever way. */
  List<String> lastLines() {
    List<String> own = process.map(PluginProcess::lastLines).orElse(List.of());
    return own.isEmpty() ? printed.list() : own;
  }
}
