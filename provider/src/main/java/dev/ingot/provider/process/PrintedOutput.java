package dev.ingot.provider.process;

import dev.ingot.plugin.LastLines;
import dev.ingot.plugin.grpc.GrpcChannel;
import dev.ingot.plugin.grpc.GrpcMessages;
import dev.ingot.plugin.protobuf.MessageReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What a plugin prints after its handshake comes through its connection. It must be read, or the
 * plugin stops when the pipe is full. Rules: {@code plugin.GRPCStdio} of go-plugin.
 */
final class PrintedOutput {
  private static final String METHOD = "/plugin.GRPCStdio/StreamStdio";
  private static final int LINES = 40;
  private static final int LONGEST = 4096;

  private final LastLines lines = new LastLines(LINES);
  private final StringBuilder begun = new StringBuilder();

  private PrintedOutput() {}

  /** Reads it until the connection ends, on a thread of its own. */
  static LastLines follow(GrpcChannel channel, String name)
      throws IOException, InterruptedException {
    PrintedOutput output = new PrintedOutput();
    GrpcMessages messages = channel.stream(METHOD, new byte[0]);
    Thread reader = Thread.ofVirtual().name(name + "-output").start(() -> output.read(messages));
    assert reader.isVirtual();
    return output.lines;
  }

  private void read(GrpcMessages messages) {
    try {
      for (Optional<byte[]> next = messages.next(); next.isPresent(); next = messages.next()) {
        MessageReader message = new MessageReader(next.get());
        while (message.next()) {
          if (message.field() == 2) {
            add(new String(message.bytes(), StandardCharsets.UTF_8));
          }
        }
      }
    } catch (IOException e) {
      // The connection ended, or the plugin is too old to print this way.
      messages.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void add(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\n' || begun.length() == LONGEST) {
        lines.add(begun.toString());
        begun.setLength(0);
      }
      if (c != '\n') {
        begun.append(c);
      }
    }
  }
}
