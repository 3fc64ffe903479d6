package dev.ingot.plugin.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.plugin.yamux.Pair;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class SocketTransportTest {
  private Pair pair;
  private SocketTransport transport;

  @BeforeEach
  void connect(@TempDir Path folder) throws IOException {
    pair = Pair.in(folder);
    transport = new SocketTransport(pair.client());
  }

  @AfterEach
  void disconnect() throws IOException {
    transport.close();
    pair.server().close();
  }

  @Test
  void anInterruptedWriterWritesOnAndKeepsItsInterrupt() throws Exception {
    byte[] sent = new byte[3_000_000];
    new Random(5).nextBytes(sent);
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    Thread writer =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    transport.write(ByteBuffer.wrap(sent));
                    interrupted.complete(Thread.currentThread().isInterrupted());
                  } catch (IOException e) {
                    interrupted.completeExceptionally(e);
                  }
                });
    ByteBuffer received = ByteBuffer.allocate(sent.length);
    while (received.hasRemaining()) {
      writer.interrupt();
      assertThat(pair.server().read(received)).isPositive();
    }
    assertThat(received.array()).isEqualTo(sent);
    assertThat(interrupted).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(true);
  }

  @Test
  void anInterruptedReaderReadsOn() throws Exception {
    CompletableFuture<Integer> read = new CompletableFuture<>();
    Thread reader =
        Thread.ofVirtual()
            .start(() -> complete(read, () -> transport.read(ByteBuffer.allocate(9))));
    for (int i = 0; i < 1000; i++) {
      reader.interrupt();
    }
    pair.server().write(ByteBuffer.wrap(new byte[] {1, 2}));
    assertThat(read).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(2);
  }

  @Test
  void theEndOfThePeerIsTheEnd() throws IOException {
    pair.server().close();
    assertThat(transport.read(ByteBuffer.allocate(9))).isNegative();
  }

  @Test
  void closingItEndsWhatWaits() throws Exception {
    CompletableFuture<Integer> read = new CompletableFuture<>();
    CompletableFuture<Integer> written = new CompletableFuture<>();
    Thread.ofVirtual().start(() -> complete(read, () -> transport.read(ByteBuffer.allocate(9))));
    Thread.ofVirtual()
        .start(
            () ->
                complete(
                    written,
                    () -> {
                      transport.write(ByteBuffer.allocate(30_000_000));
                      return 0;
                    }));
    Thread.sleep(50);
    transport.close();
    assertThat(read).failsWithin(Duration.ofSeconds(10));
    assertThat(written).failsWithin(Duration.ofSeconds(10));
    assertThatThrownBy(() -> transport.write(ByteBuffer.allocate(1)))
        .isInstanceOf(ClosedChannelException.class);
  }

  private interface Call {
    int made() throws IOException;
  }

  private static void complete(CompletableFuture<Integer> result, Call call) {
    try {
      result.complete(call.made());
    } catch (IOException e) {
      result.completeExceptionally(e);
    }
  }
}
