package dev.ingot.plugin.http2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples of RFC 7541, appendix C, and what no encoder writes. */
class HeaderDecoderTest {
  private final HeaderDecoder decoder = new HeaderDecoder();

  private List<Header> decode(String hex) throws Http2Exception {
    return decoder.decode(ByteBuffer.wrap(HexFormat.of().parseHex(hex.replace(" ", ""))));
  }

  @Test
  void literalsAndNumbersOfTheTableAreRead() throws Exception {
    assertThat(decode("8286 8441 0f77 7777 2e65 7861 6d70 6c65 2e63 6f6d"))
        .containsExactly(
            new Header(":method", "GET"),
            new Header(":scheme", "http"),
            new Header(":path", "/"),
            new Header(":authority", "www.example.com"));
    assertThat(decode("8286 84be 5808 6e6f 2d63 6163 6865"))
        .endsWith(
            new Header(":authority", "www.example.com"), new Header("cache-control", "no-cache"));
  }

  @Test
  void huffmanCodesAreRead() throws Exception {
    assertThat(
            decode(
                "4882 6402 5885 aec3 771a 4b61 96d0 7abe 9410 54d4 44a8 2005 9504 0b81 66e0 82a6"
                    + "2d1b ff6e 919d 29ad 1718 63c7 8f0b 97c8 e9ae 82ae 43d3"))
        .containsExactly(
            new Header(":status", "302"),
            new Header("cache-control", "private"),
            new Header("date", "Mon, 21 Oct 2013 20:13:21 GMT"),
            new Header("location", "https://www.example.com"));
    assertThat(decode("4883 640e ffc1 c0bf"))
        .containsExactly(
            new Header(":status", "307"),
            new Header("cache-control", "private"),
            new Header("date", "Mon, 21 Oct 2013 20:13:21 GMT"),
            new Header("location", "https://www.example.com"));
  }

  @Test
  void aSmallerTableForgets() throws Exception {
    assertThat(decode("4001 6101 62")).containsExactly(new Header("a", "b"));
    assertThat(decode("be")).containsExactly(new Header("a", "b"));
    assertThat(decode("20")).isEmpty();
    assertThatThrownBy(() -> decode("be")).hasMessageContaining("header index 62");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "80", // number 0
        "be", // nothing was remembered yet
        "ff ffff ffff ff7f", // a number without an end in sight
        "3f ffff 7f", // a table that was not offered
        "00", // no name
        "00 05 61", // a name longer than its block
        "00 01 61", // no value
        "00 81 ff 01 62", // bits that are no code but the end's
        "00 84 ffff ffff 01 62", // the end of a text within it
        "7f" // an index without its rest
      })
  void whatNoEncoderWritesIsRefused(String hex) {
    assertThatThrownBy(() -> decode(hex))
        .isInstanceOfSatisfying(
            Http2Exception.class,
            e -> assertThat(e.reason()).isEqualTo(Http2Exception.Reason.MALFORMED));
  }

  @Test
  void anythingEitherIsHeadersOrIsRefused() {
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = new byte[random.nextInt(40)];
      random.nextBytes(bytes);
      try {
        assertThat(new HeaderDecoder().decode(ByteBuffer.wrap(bytes))).isNotNull();
      } catch (Http2Exception e) {
        assertThat(e.reason()).isEqualTo(Http2Exception.Reason.MALFORMED);
      }
    }
  }

  @Test
  void whatIsWrittenIsReadBack() throws Exception {
    List<Header> headers =
        List.of(new Header(":path", "/a/" + "x".repeat(300)), new Header("te", "trailers"));
    assertThat(decoder.decode(ByteBuffer.wrap(HeaderEncoder.encode(headers)))).isEqualTo(headers);
  }
}
