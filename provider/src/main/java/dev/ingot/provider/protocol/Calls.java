package dev.ingot.provider.protocol;

import dev.ingot.plugin.protobuf.MessageReader;
import dev.ingot.provider.ProviderException;
import java.io.IOException;

/** What all calls have in common. */
final class Calls {
  private Calls() {}

  /** Reads an answer. */
  @FunctionalInterface
  interface Answer<T> {
    T read() throws IOException;
  }

  /** What an answer says; one that can't be understood is the provider's mistake. */
  static <T> T understood(ProviderClient client, Rpc rpc, Answer<T> answer) {
    try {
      return answer.read();
    } catch (IOException e) {
      throw ProviderException.invalidAnswer(
          "its answer to "
              + rpc.title(client.protocol())
              + " cannot be understood: "
              + e.getMessage());
    }
  }

  /** The answer to a call that older providers don't know: nothing, then. */
  static byte[] unlessUnsupported(ProviderClient client, Rpc rpc, byte[] request) {
    try {
      return client.call(rpc, request);
    } catch (ProviderException e) {
      if (e.reason() == ProviderException.Reason.UNSUPPORTED) {
        return new byte[0];
      }
      throw e;
    }
  }

  static String stopError(byte[] answer) throws IOException {
    MessageReader message = new MessageReader(answer);
    String error = "";
    while (message.next()) {
      if (message.field() == 1) {
        error = message.text();
      }
    }
    return error;
  }
}
