package dev.ingot.plugin.http2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Http2ConnectionTest {
  private static final int MOST = 1 << 20;
  private static final List<Header> HEADERS = List.of(new Header(":path", "/x"));
  private static final int ALL = Integer.MAX_VALUE;

  private final ScriptedPeer peer = new ScriptedPeer();
  private Http2Connection connection;

  @SuppressWarnings("NullAway.Init")
  Http2ConnectionTest() {}

  @BeforeEach
  void open() throws Exception {
    connection = Http2Connection.open(peer, "test", MOST);
  }

  @AfterEach
  void close() {
    connection.close();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Test
  void anAnswerHasHeadersABodyAndTrailers() throws Exception {
    Http2Stream stream = connection.request(HEADERS, bytes("question"));
    assertThat(peer.await(each -> each.type() == Frame.DATA).payload())
        .isEqualTo(bytes("question"));
    peer.headers(1, false, new Header(":status", "200"));
    peer.frame(Frame.DATA, 0, 1, bytes("ans"));
    peer.frame(Frame.DATA, Frame.PADDED, 1, new byte[] {2, 'w', 'e', 'r', 0, 0});
    peer.headers(1, true, new Header("grpc-status", "0"));
    assertThat(stream.await(ALL)).isFalse();
    assertThat(stream.take(stream.available())).isEqualTo(bytes("answer"));
    assertThat(stream.headers()).containsEntry(":status", "200").containsEntry("grpc-status", "0");
  }

  @Test
  void answersToSeveralRequestsMayCross() throws Exception {
    Http2Stream first = connection.request(HEADERS, bytes("1"));
    Http2Stream second = connection.request(HEADERS, bytes("2"));
    peer.frame(Frame.DATA, Frame.END_STREAM, 3, bytes("second"));
    peer.frame(Frame.DATA, Frame.END_STREAM, 1, bytes("first"));
    boolean _ = first.await(ALL);
    boolean _ = second.await(ALL);
    assertThat(first.take(5)).isEqualTo(bytes("first"));
    assertThat(second.take(6)).isEqualTo(bytes("second"));
  }

  @Test
  void headersMayBeContinued() throws Exception {
    Http2Stream stream = connection.request(HEADERS, bytes("1"));
    byte[] block = HeaderEncoder.encode(List.of(new Header("name", "value")));
    byte[] start = java.util.Arrays.copyOf(block, 3);
    byte[] end = java.util.Arrays.copyOfRange(block, 3, block.length);
    peer.frame(Frame.HEADERS, Frame.END_STREAM, 1, start);
    peer.frame(Frame.CONTINUATION, Frame.END_HEADERS, 1, end);
    boolean _ = stream.await(ALL);
    assertThat(stream.headers()).containsEntry("name", "value");
  }

  @Test
  void aLargeBodyWaitsForThePeersWindows() throws Exception {
    byte[] body = new byte[200_000];
    new Random(1).nextBytes(body);
    CompletableFuture<Http2Stream> sent = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                sent.complete(connection.request(HEADERS, body));
              } catch (Exception e) {
                sent.completeExceptionally(e);
              }
            });
    awaitSent(65_535);
    assertThat(sent).isNotDone();
    peer.frame(Frame.WINDOW_UPDATE, 0, 0, "00100000");
    peer.frame(Frame.SETTINGS, 0, 0, "000400100000");
    Http2Stream stream = sent.get(20, TimeUnit.SECONDS);
    assertThat(stream).isNotNull();
    ByteBuffer got = ByteBuffer.allocate(body.length);
    peer.received().stream()
        .filter(each -> each.type() == Frame.DATA)
        .forEach(each -> got.put(each.payload()));
    assertThat(got.array()).isEqualTo(body);
    // The answer to the settings may come after what they allow.
    peer.await(each -> each.type() == Frame.SETTINGS && each.flags() == 1);
  }

  private void awaitSent(int bytes) throws InterruptedException {
    peer.await(
        each ->
            peer.received().stream()
                    .filter(frame -> frame.type() == Frame.DATA)
                    .mapToInt(frame -> frame.payload().length)
                    .sum()
                >= bytes);
  }

  @Test
  void aPingIsAnswered() throws Exception {
    peer.frame(Frame.PING, 0, 0, "0102030405060708");
    assertThat(peer.await(each -> each.type() == Frame.PING))
        .satisfies(
            each -> {
              assertThat(each.flags()).isEqualTo(Frame.ACK);
              assertThat(each.payload()).hasSize(8).startsWith(1, 2, 3);
            });
  }

  @Test
  void aResetEndsOneRequestOnly() throws Exception {
    Http2Stream first = connection.request(HEADERS, bytes("1"));
    Http2Stream second = connection.request(HEADERS, bytes("2"));
    peer.frame(Frame.RST_STREAM, 0, 1, "00000002");
    peer.frame(Frame.DATA, Frame.END_STREAM, 3, bytes("x"));
    assertThatThrownBy(() -> first.await(ALL))
        .isInstanceOfSatisfying(
            Http2Exception.class,
            e -> assertThat(e.reason()).isEqualTo(Http2Exception.Reason.RESET));
    assertThat(second.await(ALL)).isFalse();
  }

  @Test
  void aGoodbyeLetsRequestsBeforeItEnd() throws Exception {
    Http2Stream first = connection.request(HEADERS, bytes("1"));
    Http2Stream second = connection.request(HEADERS, bytes("2"));
    peer.frame(Frame.GOAWAY, 0, 0, "0000000100000000627965");
    assertThatThrownBy(() -> second.await(ALL))
        .hasMessageContaining("accepts no more")
        .hasMessageContaining("bye");
    peer.frame(Frame.DATA, Frame.END_STREAM, 1, bytes("x"));
    assertThat(first.await(ALL)).isFalse();
    assertThat(connection.isOpen()).isFalse();
    assertThatThrownBy(() -> connection.request(HEADERS, bytes("3")))
        .hasMessageContaining("accepts no more");
  }

  @Test
  void theEndOfTheConnectionEndsAllRequests() throws Exception {
    Http2Stream stream = connection.request(HEADERS, bytes("1"));
    peer.close();
    assertThatThrownBy(() -> stream.await(ALL))
        .isInstanceOfSatisfying(
            Http2Exception.class,
            e -> assertThat(e.reason()).isEqualTo(Http2Exception.Reason.CLOSED));
  }

  @Test
  void anAnswerThatIsTooLargeIsGivenUp() throws Exception {
    Http2Stream stream = connection.request(HEADERS, bytes("1"));
    for (int i = 0; i <= MOST / Frame.LARGEST; i++) {
      peer.frame(Frame.DATA, 0, 1, new byte[Frame.LARGEST]);
    }
    assertThatThrownBy(() -> stream.await(ALL))
        .isInstanceOfSatisfying(
            Http2Exception.class,
            e -> assertThat(e.reason()).isEqualTo(Http2Exception.Reason.TOO_LARGE));
    assertThat(peer.await(each -> each.type() == Frame.RST_STREAM).stream()).isEqualTo(1);
    Http2Stream next = connection.request(HEADERS, bytes("2"));
    peer.frame(Frame.DATA, Frame.END_STREAM, 3, bytes("x"));
    assertThat(next.await(ALL)).isFalse();
  }

  @Test
  void aCancelledRequestIsSaidToBeUnwanted() throws Exception {
    Http2Stream stream = connection.request(HEADERS, bytes("1"));
    stream.cancel();
    assertThat(peer.await(each -> each.type() == Frame.RST_STREAM).payload())
        .isEqualTo(new byte[] {0, 0, 0, 8});
    assertThatThrownBy(() -> stream.await(ALL)).hasMessageContaining("cancelled");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, 0, 00", // data of no stream
    "0, 0, 2, 00", // of one that only the peer may begin
    "0, 0, 99, 00", // of one that was not begun
    "0, 8, 1, ff", // padding longer than the frame
    "0, 8, 1, ''", // padding without a length
    "1, 36, 1, 00", // priority that isn't there
    "1, 4, 1, 80", // a header that isn't there
    "3, 0, 1, 00", // a reset that is too short
    "4, 0, 0, 0000", // settings that are cut short
    "4, 0, 0, 000480000000", // a window that is too large
    "4, 0, 0, 000500000001", // frames that are too small
    "5, 4, 1, 00000002", // a push
    "6, 0, 0, 00", // a ping that is too short
    "7, 0, 0, 00", // a goodbye that is cut short
    "8, 0, 0, 00000000", // a window larger by nothing
    "8, 0, 0, 7fffffff", // a window too large in sum
    "9, 4, 1, 00", // a continuation of nothing
    "72, 84, 1397043251, ''" // HTTP/1.1, more or less
  })
  void aPeerThatBreaksTheRulesLosesTheConnection(int type, int flags, int stream, String payload)
      throws Exception {
    Http2Stream waiting = connection.request(HEADERS, bytes("1"));
    if (type == 72) {
      peer.say(bytes("HTTP/1.1 400 Bad Request\r\n\r\n"));
    } else {
      peer.frame(type, flags, stream, payload);
    }
    assertThatThrownBy(() -> waiting.await(ALL))
        .isInstanceOfSatisfying(
            Http2Exception.class,
            e -> assertThat(e.reason()).isEqualTo(Http2Exception.Reason.MALFORMED));
    assertThat(connection.isOpen()).isFalse();
  }

  @Test
  void frameTypesThatAreUnknownAreIgnored() throws Exception {
    Http2Stream stream = connection.request(HEADERS, bytes("1"));
    peer.frame(77, 255, 1, "0102");
    peer.frame(Frame.SETTINGS, 0, 0, "00ff00000001");
    peer.frame(Frame.DATA, Frame.END_STREAM, 1, bytes("x"));
    assertThat(stream.await(ALL)).isFalse();
  }

  @Test
  void anInterruptedCallerWaitsNoLonger() throws Exception {
    Http2Stream stream = connection.request(HEADERS, bytes("1"));
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> stream.await(ALL)).isInstanceOf(InterruptedException.class);
    peer.frame(Frame.DATA, Frame.END_STREAM, 1, bytes("x"));
    assertThat(stream.awaitUninterruptibly(ALL)).isFalse();
  }
}
