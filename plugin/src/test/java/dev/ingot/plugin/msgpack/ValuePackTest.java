package dev.ingot.plugin.msgpack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.lang.value.BigFloat;
import dev.ingot.lang.value.Marks;
import dev.ingot.lang.value.Refinement;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.TypeJson;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The bytes are those that go-cty 1.16 writes. */
class ValuePackTest {
  private static Type type(String json) {
    return TypeJson.parse(json);
  }

  private static Value number(String text) {
    return Values.number(BigFloat.parse(text).orElseThrow());
  }

  private static Value known(Type type, Refinement known) {
    return Values.unknown(type, known);
  }

  static Stream<Arguments> values() {
    Refinement some = Refinement.NOT_NULL;
    return Stream.of(
        Arguments.of("\"string\"", Value.of(""), "a0"),
        Arguments.of("\"string\"", Value.of("grüße"), "a7 6772c3bcc39f65"),
        Arguments.of("\"string\"", Value.of("x".repeat(32)), "d920" + "78".repeat(32)),
        Arguments.of("\"string\"", Value.nullOf(Type.STRING), "c0"),
        Arguments.of("\"bool\"", Values.TRUE, "c3"),
        Arguments.of("\"number\"", Value.of(0), "00"),
        Arguments.of("\"number\"", Value.of(127), "7f"),
        Arguments.of("\"number\"", Value.of(128), "cc80"),
        Arguments.of("\"number\"", Value.of(256), "cd0100"),
        Arguments.of("\"number\"", Value.of(65_536), "ce00010000"),
        Arguments.of("\"number\"", Value.of(4_294_967_296L), "cf0000000100000000"),
        Arguments.of("\"number\"", Value.of(-1), "ff"),
        Arguments.of("\"number\"", Value.of(-32), "e0"),
        Arguments.of("\"number\"", Value.of(-33), "d0df"),
        Arguments.of("\"number\"", Value.of(-129), "d1ff7f"),
        Arguments.of("\"number\"", Value.of(-32_769), "d2ffff7fff"),
        Arguments.of("\"number\"", Value.of(Long.MIN_VALUE), "d38000000000000000"),
        Arguments.of("\"number\"", number("0.5"), "cb3fe0000000000000"),
        Arguments.of("\"number\"", number("0.1"), "a3302e31"),
        Arguments.of(
            "\"number\"",
            number("18446744073709551616"),
            "b43138343436373434303733373039353531363136"),
        Arguments.of("\"number\"", Values.number(BigFloat.POSITIVE_INFINITY), "cb7ff0000000000000"),
        Arguments.of("[\"list\",\"string\"]", Values.strings(List.of("a", "b")), "92a161a162"),
        Arguments.of(
            "[\"map\",\"number\"]",
            Values.map(Type.NUMBER, Map.of("b", Value.of(2), "a", Value.of(1))),
            "82a16101a16202"),
        Arguments.of(
            "[\"tuple\",[\"string\",\"bool\"]]",
            Values.tuple(Value.of("a"), Values.FALSE),
            "92a161c2"),
        Arguments.of(
            "[\"object\",{\"id\":\"string\",\"name\":\"string\",\"size\":\"number\"}]",
            Values.object(
                Map.of(
                    "id", Value.unknown(Type.STRING), "name", Value.of("m0"), "size", Value.of(0))),
            "83a26964d40000a46e616d65a26d30a473697a6500"),
        Arguments.of("\"dynamic\"", Value.of("a"), "92c40822737472696e6722a161"),
        Arguments.of("\"dynamic\"", Values.NULL, "c0"),
        Arguments.of("\"dynamic\"", Values.DYNAMIC_UNKNOWN, "d40000"),
        Arguments.of("\"dynamic\"", Value.nullOf(Type.STRING), "92c40822737472696e6722c0"),
        Arguments.of("\"string\"", known(Type.STRING, some), "c7030c8101c2"),
        Arguments.of(
            "\"string\"", known(Type.STRING, some.withPrefix("a-")), "c7070c8201c202a2612d"),
        Arguments.of(
            "\"number\"",
            known(Type.NUMBER, some.withLower(BigFloat.of(1), true)),
            "c7070c8201c2039201c3"),
        Arguments.of(
            "[\"list\",\"string\"]",
            known(new Type.ListType(Type.STRING), some.withLength(1, 3)),
            "c7070c8301c205010603"));
  }

  @ParameterizedTest
  @MethodSource("values")
  void aValueIsWrittenAndReadBack(String type, Value value, String hex) throws Exception {
    byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
    assertThat(HexFormat.of().formatHex(ValueEncoder.encode(value, type(type))))
        .isEqualTo(hex.replace(" ", ""));
    assertThat(ValueDecoder.decode(bytes, type(type))).isEqualTo(value);
  }

  @Test
  void elementsOfAnOpenTypeTakeTheTypeTheyHaveInCommon() throws Exception {
    Type open = type("[\"list\",\"dynamic\"]");
    byte[] bytes = HexFormat.of().parseHex("9292c40822737472696e6722a161c0");
    assertThat(ValueDecoder.decode(bytes, open))
        .isEqualTo(
            new Value.ListValue(Type.STRING, List.of(Value.of("a"), Value.nullOf(Type.STRING))));
  }

  @Test
  void aLongPrefixIsCutWhereItIsCertain() throws Exception {
    Value unknown = known(Type.STRING, Refinement.NOT_NULL.withPrefix("ab-".repeat(200)));
    Value read = ValueDecoder.decode(ValueEncoder.encode(unknown, Type.STRING), Type.STRING);
    assertThat(read).isInstanceOf(Value.UnknownValue.class);
    String prefix = ((Value.UnknownValue) read).refinement().prefix();
    assertThat(prefix.length()).isBetween(250, 256);
    assertThat("ab-".repeat(200)).startsWith(prefix);
  }

  @ParameterizedTest
  @CsvSource({
    "'\"string\"', 01, a number stands where a string is needed",
    "'\"string\"', a5, unexpected end of data",
    "'\"string\"', dbffffffff61, unexpected end of data",
    "'\"bool\"', 01, a number stands where a bool is needed",
    "'\"number\"', 90, an array stands where a number is needed",
    "'\"number\"', a178, it is not a number",
    "'\"number\"', cb7ff8000000000000, it is not a number",
    "'[\"list\",\"string\"]', ddffffffff, unexpected end of data",
    "'[\"list\",\"string\"]', 92a16101, [1]: a number stands where a string is needed",
    "'[\"map\",\"string\"]', dfffffffff, unexpected end of data",
    "'[\"map\",\"string\"]', 81a16101, '[\"a\"]: a number stands where a string is needed'",
    "'[\"tuple\",[\"string\"]]', 92a161a161, 'a tuple of 1 elements is needed, not of 2'",
    "'[\"object\",{\"a\":\"string\"}]', 81a162a161, the attribute b is not in the schema",
    "'[\"object\",{\"a\":\"string\"}]', 80, 'an object of 1 attributes is needed, not of 0'",
    "'[\"object\",{\"a\":\"string\",\"b\":\"bool\"}]', 82a161a161a161a161, duplicate attribute",
    "'[\"object\",{\"a\":\"string\"}]', 81a16101, .a: a number stands where a string is needed",
    "'\"dynamic\"', 91a161, a value of dynamic type must be a pair of type and value",
    "'\"dynamic\"', 92a161a161, its type is malformed",
    "'\"string\"', d50100ff, unknown kind 1 of unknown value",
    "'\"string\"', c1, unknown item code 193",
    "'\"string\"', a161a161, unexpected data after the value"
  })
  void whatIsNoValueOfTheTypeIsRefusedWithItsPlace(String type, String hex, String why) {
    assertThatThrownBy(() -> ValueDecoder.decode(HexFormat.of().parseHex(hex), type(type)))
        .isInstanceOf(PackException.class)
        .hasMessageContaining(why);
  }

  @Test
  void whatDoesNotFitIsNotWritten() {
    assertThatThrownBy(() -> ValueEncoder.encode(Value.of("a"), Type.NUMBER))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> ValueEncoder.encode(Values.EMPTY_OBJECT, type("[\"object\",{\"a\":\"bool\"}]")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> ValueEncoder.encode(Value.of("a").marked(Marks.SENSITIVE), Type.STRING))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anythingEitherIsAValueOrIsRefused() {
    Type type =
        type(
            "[\"object\",{\"a\":[\"list\",\"dynamic\"],\"b\":[\"set\",\"number\"],\"c\":[\"map\",\"bool\"]}]");
    TreeMap<String, Value> parts = new TreeMap<>();
    parts.put("a", Values.list(Type.STRING, List.of(Value.of("x"), Value.of("y"))));
    parts.put("b", Values.set(Type.NUMBER, List.of(Value.of(1), number("0.1"))));
    parts.put("c", known(new Type.MapType(Type.BOOL), Refinement.NOT_NULL.withLength(1, 9)));
    byte[] good = ValueEncoder.encode(Values.object(parts), type);
    Random random = new Random(5);
    for (int i = 0; i < 50_000; i++) {
      byte[] bytes = good.clone();
      for (int flips = random.nextInt(4); flips >= 0; flips--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      try {
        assertThat(ValueDecoder.decode(bytes, type)).isNotNull();
      } catch (PackException e) {
        assertThat(e.getMessage()).isNotBlank();
      }
    }
  }
}
