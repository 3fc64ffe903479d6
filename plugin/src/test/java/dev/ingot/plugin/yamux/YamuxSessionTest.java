package dev.ingot.plugin.yamux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What streams over one connection promise. */
final class YamuxSessionTest {
  @TempDir Path folder;
  private Pair pair;

  @BeforeEach
  void connect() throws IOException {
    pair = Pair.in(folder);
  }

  private static byte[] bytes(int count, int seed) {
    byte[] bytes = new byte[count];
    for (int i = 0; i < count; i++) {
      bytes[i] = (byte) (i * 31 + i / 253 + seed);
    }
    return bytes;
  }

  private static CompletableFuture<byte[]> read(YamuxStream stream) {
    CompletableFuture<byte[]> all = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                all.complete(stream.in().readAllBytes());
              } catch (IOException e) {
                all.completeExceptionally(e);
              }
            });
    return all;
  }

  @Test
  void eachSideEndsOnItsOwn() throws Exception {
    try (YamuxSession client = pair.clientSession();
        YamuxSession server = pair.serverSession()) {
      YamuxStream asked = client.open();
      asked.out().write("question".getBytes(StandardCharsets.UTF_8));
      asked.out().close();
      YamuxStream answering = server.accept().orElseThrow();
      assertThat(answering.in().readAllBytes()).asString().isEqualTo("question");
      answering.out().write("answer".getBytes(StandardCharsets.UTF_8));
      answering.out().close();
      assertThat(asked.in().readAllBytes()).asString().isEqualTo("answer");
    }
  }

  @Test
  void largeContentsOfManyStreamsCrossBothWays() throws Exception {
    try (YamuxSession client = pair.clientSession();
        YamuxSession server = pair.serverSession()) {
      List<CompletableFuture<byte[]>> there = new ArrayList<>();
      List<CompletableFuture<byte[]>> back = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        YamuxStream out = client.open();
        YamuxStream in = server.accept().orElseThrow();
        there.add(read(in));
        back.add(read(out));
        int seed = i;
        Thread.ofVirtual().start(() -> write(out, bytes(1_000_000, seed)));
        Thread.ofVirtual().start(() -> write(in, bytes(700_001, -seed)));
      }
      for (int i = 0; i < 8; i++) {
        assertThat(there.get(i).join()).isEqualTo(bytes(1_000_000, i));
        assertThat(back.get(i).join()).isEqualTo(bytes(700_001, -i));
      }
    }
  }

  private static void write(YamuxStream stream, byte[] content) {
    try {
      stream.out().write(content);
      stream.out().close();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aStreamThatNobodyReadsStopsNoOther() throws Exception {
    try (YamuxSession client = pair.clientSession();
        YamuxSession server = pair.serverSession()) {
      YamuxStream unread = client.open();
      Thread writer = Thread.ofVirtual().start(() -> write(unread, bytes(1_000_000, 0)));
      YamuxStream ignored = server.accept().orElseThrow();
      YamuxStream other = client.open();
      CompletableFuture<byte[]> read = read(server.accept().orElseThrow());
      write(other, bytes(500_000, 1));
      assertThat(read.join()).isEqualTo(bytes(500_000, 1));
      ignored.close();
      writer.join();
    }
  }

  @Test
  void closingAStreamEndsWhoeverWritesToIt() throws Exception {
    try (YamuxSession client = pair.clientSession();
        YamuxSession _ = pair.serverSession()) {
      for (int i = 0; i < 100; i++) {
        YamuxStream stream = client.open();
        CompletableFuture<String> ended = new CompletableFuture<>();
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    stream.out().write(bytes(YamuxStream.WINDOW + 1, 0));
                    ended.complete("wrote");
                  } catch (IOException e) {
                    ended.complete("failed");
                  }
                });
        stream.close();
        assertThat(ended).succeedsWithin(Duration.ofSeconds(20)).isEqualTo("failed");
      }
    }
  }

  @Test
  void theEndOfTheConnectionEndsWhoeverWaits() throws Exception {
    try (YamuxSession client = pair.clientSession()) {
      YamuxSession server = pair.serverSession();
      YamuxStream stream = client.open();
      assertThat(server.accept()).isPresent();
      CompletableFuture<byte[]> read = read(stream);
      server.close();
      assertThatThrownBy(read::join).hasMessageContaining("the plugin closed the connection");
      assertThat(client.accept()).isEmpty();
      assertThatThrownBy(client::open).isInstanceOf(YamuxException.class);
    }
  }

  @Test
  void pingsAreAnswered() throws Exception {
    try (YamuxSession _ = pair.clientSession()) {
      ByteBuffer unused = new Frame(Frame.Type.PING, Frame.SYN, 0, 4711).alone();
      pair.server().write(unused);
      ByteBuffer answer = ByteBuffer.allocate(Frame.HEAD);
      while (answer.hasRemaining()) {
        assertThat(pair.server().read(answer)).isPositive();
      }
      assertThat(Frame.read(answer.flip()))
          .isEqualTo(new Frame(Frame.Type.PING, Frame.ACK, 0, 4711));
    }
  }

  @Test
  @Timeout(60)
  void aPeerThatReadsNoAnswersIsGivenUp() throws Exception {
    try (YamuxSession client = pair.clientSession()) {
      Thread pinging =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      while (true) {
                        pair.server().write(new Frame(Frame.Type.PING, Frame.SYN, 0, 1).alone());
                      }
                    } catch (IOException e) {
                      // The other side has given up.
                    }
                  });
      assertThat(client.accept()).isEmpty();
      pinging.join();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "010000000000000100000000", // another version
        "000900000000000100000000", // another type
        "00000000000000017fffffff", // more than the window
        "000000010000000100000000", // a stream this side opens
        "HTTP/1.1 400 Bad Request\r\n"
      })
  void whatIsNoFrameEndsTheConnection(String text) throws Exception {
    try (YamuxSession client = pair.clientSession()) {
      YamuxStream stream = client.open();
      byte[] sent =
          text.startsWith("0")
              ? java.util.HexFormat.of().parseHex(text)
              : text.getBytes(StandardCharsets.UTF_8);
      pair.server().write(ByteBuffer.wrap(sent));
      pair.server().shutdownOutput();
      assertThatThrownBy(() -> stream.in().transferTo(new ByteArrayOutputStream()))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("plugin");
      assertThat(client.isOpen()).isFalse();
    }
  }
}
