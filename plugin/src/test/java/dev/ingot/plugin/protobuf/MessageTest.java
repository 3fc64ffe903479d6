package dev.ingot.plugin.protobuf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageTest {
  private static byte[] hex(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }

  @Test
  void fieldsAreWrittenAsTheSpecificationSays() {
    // The examples of the encoding guide of protocol buffers.
    assertThat(new MessageWriter().number(1, 150).toByteArray()).isEqualTo(hex("08 9601"));
    assertThat(new MessageWriter().text(2, "testing").toByteArray())
        .isEqualTo(hex("12 07 74657374696e67"));
    assertThat(new MessageWriter().message(3, new MessageWriter().number(1, 150)).toByteArray())
        .isEqualTo(hex("1a 03 089601"));
    assertThat(new MessageWriter().number(1, -2).toByteArray())
        .isEqualTo(hex("08 feffffffffffffffff01"));
  }

  @Test
  void defaultsAreLeftOutUnlessTheyMeanSomething() {
    assertThat(
            new MessageWriter()
                .number(1, 0)
                .flag(2, false)
                .text(3, "")
                .bytes(4, new byte[0])
                .toByteArray())
        .isEmpty();
    assertThat(new MessageWriter().explicitNumber(1, 0).explicitText(3, "").toByteArray())
        .isEqualTo(hex("0800 1a00"));
  }

  @Test
  void fieldsAreReadInTheirOrder() throws Exception {
    MessageReader message =
        new MessageReader(
            new MessageWriter()
                .text(1, "grüße")
                .number(2, Long.MIN_VALUE)
                .flag(3, true)
                .message(4, new MessageWriter().bytes(1, new byte[] {1, 2}))
                .toByteArray());
    assertThat(message.next()).isTrue();
    assertThat(message.text()).isEqualTo("grüße");
    assertThat(message.next()).isTrue();
    assertThat(message.number()).isEqualTo(Long.MIN_VALUE);
    assertThat(message.next()).isTrue();
    assertThat(message.flag()).isTrue();
    assertThat(message.next()).isTrue();
    MessageReader inner = message.message();
    assertThat(inner.next()).isTrue();
    assertThat(inner.bytes()).containsExactly(1, 2);
    assertThat(inner.next()).isFalse();
    assertThat(message.next()).isFalse();
  }

  @Test
  void fixedNumbersArePassedOver() throws Exception {
    MessageReader message = new MessageReader(hex("09 0000000000000000 15 00000000 18 07"));
    assertThat(message.next()).isTrue();
    assertThat(message.next()).isTrue();
    assertThat(message.next()).isTrue();
    assertThat(message.field()).isEqualTo(3);
    assertThat(message.number()).isEqualTo(7);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "08",
        "08 80",
        "08 ffffffffffffffffffff01",
        "12 05 61",
        "12 ffffffff0f",
        "0b",
        "0c",
        "09 00",
        "0d 00",
        "00 00",
        "12 ffffffffffffffffff01"
      })
  void whatIsNoMessageIsRefused(String bytes) {
    assertThatThrownBy(
            () -> {
              MessageReader message = new MessageReader(hex(bytes));
              while (message.next()) {
                assertThat(message.field()).isPositive();
              }
            })
        .isInstanceOf(MalformedMessageException.class);
  }

  @Test
  void aFieldOfAnotherKindIsRefused() throws Exception {
    MessageReader number = new MessageReader(hex("08 01"));
    assertThat(number.next()).isTrue();
    assertThatThrownBy(number::text).isInstanceOf(MalformedMessageException.class);
    MessageReader text = new MessageReader(hex("0a 00"));
    assertThat(text.next()).isTrue();
    assertThatThrownBy(text::number).isInstanceOf(MalformedMessageException.class);
  }

  @Test
  void messagesNestToALimit() {
    MessageWriter deep = new MessageWriter().number(1, 1);
    for (int i = 0; i < 500; i++) {
      deep = new MessageWriter().message(1, deep);
    }
    byte[] bytes = deep.toByteArray();
    assertThatThrownBy(
            () -> {
              MessageReader message = new MessageReader(bytes);
              while (message.next()) {
                message = message.message();
              }
            })
        .hasMessageContaining("deep");
  }

  @Test
  void anythingEitherIsAMessageOrIsRefused() {
    Random random = new Random(3);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = new byte[random.nextInt(60)];
      random.nextBytes(bytes);
      try {
        MessageReader message = new MessageReader(bytes);
        while (message.next()) {
          assertThat(new String(bytes, StandardCharsets.ISO_8859_1)).isNotEmpty();
        }
      } catch (MalformedMessageException e) {
        assertThat(e.getMessage()).isNotBlank();
      }
    }
  }
}
