package dev.ingot.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HttpReaderTest {
  private static final Duration LIMIT = Duration.ofSeconds(5);

  private static RequestHead request(String text) throws IOException {
    return new HttpReader(ScriptedConnection.of(text)).readRequestHead(LIMIT);
  }

  private static String body(String text) throws IOException {
    HttpReader reader = new HttpReader(ScriptedConnection.of(text));
    RequestHead head = reader.readRequestHead(LIMIT);
    return new String(
        Bodies.readAll(reader.body(Framing.of(head)), 1 << 20, LIMIT), StandardCharsets.ISO_8859_1);
  }

  @Test
  void aRequestIsReadAsItWasSent() throws Exception {
    RequestHead head =
        request("POST /a?b=c HTTP/1.1\r\nHost: x\r\nX-Empty:\r\nX-Odd: \t a b \t\r\n\r\n");
    assertThat(head)
        .isEqualTo(
            new RequestHead(
                "POST",
                "/a?b=c",
                1,
                Headers.NONE.with("Host", "x").with("X-Empty", "").with("X-Odd", "a b")));
    assertThat(head.keepAlive()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\nHost: x\n\n",
        "GET / HTTP/1.1\r\nHost: x\n\r\n",
        "GET /\rx HTTP/1.1\r\n\r\n",
        "GET  / HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.1 \r\n\r\n",
        "GET /\r\n\r\n",
        "GET / http/1.1\r\n\r\n",
        "G(T / HTTP/1.1\r\n\r\n",
        "GET /\u007f HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.1\r\nHost : x\r\n\r\n",
        "GET / HTTP/1.1\r\n Host: x\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\n folded\r\n\r\n",
        "GET / HTTP/1.1\r\nno colon\r\n\r\n",
        "GET / HTTP/1.1\r\n: x\r\n\r\n",
        "GET / HTTP/1.1\r\nX: a\u0000b\r\n\r\n",
        "\r\n\r\n\r\n\r\nGET / HTTP/1.1\r\n\r\n",
      })
  void aHeadTwoReadersCouldSeeDifferentlyIsRefused(String text) {
    assertThatExceptionOfType(HttpException.class)
        .isThrownBy(() -> request(text))
        .satisfies(e -> assertThat(e.status()).isEqualTo(400));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 3\r\nTransfer-Encoding: chunked",
        "Content-Length: 3\r\nContent-Length: 4",
        "Content-Length: 3\r\nContent-Length: 3",
        "Content-Length: +3",
        "Content-Length: 3, 3",
        "Content-Length: -1",
        "Content-Length: 0x3",
        "Content-Length: ",
        "Content-Length: 99999999999999999999",
        "Transfer-Encoding: gzip, chunked",
        "Transfer-Encoding: chunked, chunked",
        "Transfer-Encoding: xchunked",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity",
      })
  void anAmbiguousLengthIsRefused(String fields) {
    assertThatExceptionOfType(HttpException.class)
        .isThrownBy(
            () -> Framing.of(request("POST / HTTP/1.1\r\nHost: x\r\n" + fields + "\r\n\r\n")));
  }

  @Test
  void transferEncodingInAnOldRequestIsRefused() {
    assertThatExceptionOfType(HttpException.class)
        .isThrownBy(
            () -> Framing.of(request("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-1\r\n",
        "0x1\r\n",
        "\r\n",
        "g\r\n",
        "1 1\r\n",
        "ffffffffffffffffff\r\n",
        "1\nx\r\n",
        "3\r\nabcd\r\n0\r\n\r\n",
        "3;\u0001\r\nabc\r\n0\r\n\r\n",
        "0\r\nbad trailer\r\n\r\n"
      })
  void chunksThatAreNotWellFormedAreRefused(String chunks) {
    assertThatExceptionOfType(HttpException.class)
        .isThrownBy(() -> body("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks));
  }

  @Test
  void chunksWithExtensionsAndTrailersAreRead() throws Exception {
    String chunks = "3;a=b\r\nabc\r\nA\r\n0123456789\r\n0\r\nX: y\r\n\r\n";
    assertThat(body("POST / HTTP/1.1\r\nTransfer-Encoding: Chunked\r\n\r\n" + chunks))
        .isEqualTo("abc0123456789");
  }

  @Test
  void aBodyThatEndsEarlyIsNotTakenForAWholeOne() {
    assertThatExceptionOfType(EOFException.class)
        .isThrownBy(() -> body("POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\nabc"));
    assertThatExceptionOfType(EOFException.class)
        .isThrownBy(() -> body("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabc"));
    assertThatExceptionOfType(EOFException.class)
        .isThrownBy(
            () -> body("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n"));
  }

  @Test
  void anEndlessHeadIsRefused() {
    assertThatExceptionOfType(HttpException.class)
        .isThrownBy(() -> request("GET / HTTP/1.1\r\nX: " + "a".repeat(70_000)))
        .satisfies(e -> assertThat(e.status()).isEqualTo(431));
    assertThatExceptionOfType(HttpException.class)
        .isThrownBy(() -> request("GET / HTTP/1.1\r\n" + "X: a\r\n".repeat(300) + "\r\n"))
        .satisfies(e -> assertThat(e.status()).isEqualTo(431));
    assertThatExceptionOfType(HttpException.class)
        .isThrownBy(() -> request("GET /" + "a".repeat(20_000) + " HTTP/1.1\r\n\r\n"))
        .satisfies(e -> assertThat(e.status()).isEqualTo(414));
  }

  record Sent(RequestHead head, List<String> chunks, boolean chunked) {
    String body() {
      return String.join("", chunks);
    }

    byte[] bytes() {
      StringBuilder text = new StringBuilder();
      Headers headers =
          chunked
              ? head.headers().with("Transfer-Encoding", "chunked")
              : head.headers().with("Content-Length", Integer.toString(body().length()));
      text.append(
          new String(
              HttpWriter.head(new RequestHead(head.method(), head.target(), 1, headers)),
              StandardCharsets.ISO_8859_1));
      if (!chunked) {
        return text.append(body()).toString().getBytes(StandardCharsets.ISO_8859_1);
      }
      for (String chunk : chunks) {
        byte[] piece = chunk.getBytes(StandardCharsets.ISO_8859_1);
        text.append(
            new String(HttpWriter.chunk(piece, 0, piece.length), StandardCharsets.ISO_8859_1));
      }
      text.append(new String(HttpWriter.lastChunk(), StandardCharsets.ISO_8859_1));
      return text.toString().getBytes(StandardCharsets.ISO_8859_1);
    }
  }

  @Provide
  Arbitrary<Sent> requests() {
    Arbitrary<String> values =
        Arbitraries.strings().withCharRange(' ', '~').ofMaxLength(30).map(String::strip);
    Arbitrary<Headers> headers =
        values
            .list()
            .ofMaxSize(5)
            .map(
                list -> {
                  Headers all = Headers.NONE.with("Host", "x");
                  for (String value : list) {
                    all = all.with("X-Value", value);
                  }
                  return all;
                });
    Arbitrary<List<String>> chunks =
        Arbitraries.strings().withCharRange('\0', '\u00ff').ofMaxLength(200).list().ofMaxSize(5);
    return Combinators.combine(
            Arbitraries.of("GET", "PUT", "X!"), headers, chunks, Arbitraries.of(true, false))
        .as((method, h, c, chunked) -> new Sent(new RequestHead(method, "/x", 1, h), c, chunked));
  }

  @Property(tries = 300)
  void pipelinedRequestsAreReadOneByOneWhateverThePieces(
      @ForAll("requests") Sent first,
      @ForAll("requests") Sent second,
      @ForAll @IntRange(min = 1, max = 100) int piece)
      throws IOException {
    byte[] one = first.bytes();
    byte[] two = second.bytes();
    byte[] both = java.util.Arrays.copyOf(one, one.length + two.length);
    System.arraycopy(two, 0, both, one.length, two.length);
    HttpReader reader = new HttpReader(new ScriptedConnection(both, piece));
    for (Sent sent : List.of(first, second)) {
      assertThat(reader.awaitMessage(LIMIT)).isTrue();
      RequestHead head = reader.readRequestHead(LIMIT);
      assertThat(head.method()).isEqualTo(sent.head().method());
      assertThat(head.headers().all("x-value")).isEqualTo(sent.head().headers().all("X-Value"));
      byte[] body = Bodies.readAll(reader.body(Framing.of(head)), 1 << 20, LIMIT);
      assertThat(new String(body, StandardCharsets.ISO_8859_1)).isEqualTo(sent.body());
    }
    assertThat(reader.awaitMessage(LIMIT)).isFalse();
  }

  @Property(tries = 1000)
  void whateverComesIsReadOrRefused(
      @ForAll("hostile") List<String> parts, @ForAll @IntRange(min = 1, max = 50) int piece) {
    byte[] bytes =
        parts.stream().collect(Collectors.joining()).getBytes(StandardCharsets.ISO_8859_1);
    HttpReader reader = new HttpReader(new ScriptedConnection(bytes, piece));
    List<RequestHead> seen = new ArrayList<>();
    try {
      while (reader.awaitMessage(LIMIT)) {
        RequestHead head = reader.readRequestHead(LIMIT);
        var _ = Bodies.readAll(reader.body(Framing.of(head)), 1 << 20, LIMIT);
        seen.add(head);
      }
    } catch (IOException e) {
      assertThat(e).isInstanceOfAny(HttpException.class, EOFException.class);
    }
    for (RequestHead head : seen) {
      assertThat(head.method()).matches("[!-~]+");
      assertThat(head.headers().fields())
          .allSatisfy(field -> assertThat(field.value()).doesNotContain("\r", "\n", "\0"));
    }
  }

  @Provide
  Arbitrary<List<String>> hostile() {
    return Arbitraries.of(
            "GET / HTTP/1.1\r\n",
            "POST /x HTTP/1.0\r\n",
            "Host: x\r\n",
            "\r\n",
            "\n",
            "\r",
            " ",
            "Content-Length: 5\r\n",
            "Content-Length: 0\r\n",
            "Transfer-Encoding: chunked\r\n",
            "5\r\nabcde\r\n",
            "0\r\n\r\n",
            "abcde",
            "\0",
            "\u00ff",
            "X",
            ":",
            ";",
            "-",
            "HTTP/2.0")
        .list()
        .ofMaxSize(20);
  }

  @Property(tries = 200)
  void aHeaderValueNeverEndsItsLine(@ForAll @Size(max = 50) String value) throws IOException {
    byte[] bytes =
        HttpWriter.head(
            new RequestHead("GET", "/", 1, Headers.NONE.with("X", value).with("Y", "z")));
    RequestHead read = new HttpReader(new ScriptedConnection(bytes, 13)).readRequestHead(LIMIT);
    assertThat(read.headers().fields()).hasSize(2);
  }
}
