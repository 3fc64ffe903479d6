package dev.ingot.bake.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.bake.Arguments;
import dev.ingot.bake.StepException;
import dev.ingot.http.client.Surroundings;
import dev.ingot.http.kit.TestServer;
import dev.ingot.http.kit.TestServer.Reply;
import dev.ingot.lang.SourceFile;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.ValueJson;
import dev.ingot.lang.value.Values;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class HttpDataTest {
  private static Arguments arguments(Map<String, Value> values) {
    SourceFile file = new SourceFile("a.pkr.hcl", "data \"http\" \"a\" {}");
    return new Arguments(new TreeMap<>(values), Map.of(), file.range(0, 4));
  }

  private static Value read(Map<String, Value> values) throws Exception {
    return new HttpData(
            Surroundings.of(Map.of(), Clock.systemUTC(), new Random(1)), Duration.ofSeconds(2))
        .read(arguments(values));
  }

  @Test
  void bodyAndHeadersAreTheOutputs() throws Exception {
    try (TestServer server =
        TestServer.plain(
            asked ->
                TestServer.response(200, asked.head().method() + " " + asked.body())
                    .with("X-One", "a")
                    .with("X-One", asked.field("X-Token")))) {
      Value output =
          read(
              Map.of(
                  "url", Value.of(server.uri("/x").toString()),
                  "method", Value.of("POST"),
                  "request_body", Value.of("grüße"),
                  "request_headers", Values.map(Type.STRING, Map.of("X-Token", Value.of("t")))));
      assertThat(Values.attribute(output, "body")).contains(Value.of("POST grüße"));
      assertThat(ValueJson.format(Values.attribute(output, "response_headers").orElseThrow()))
          .contains("\"X-One\":\"a, t\"");
    }
  }

  @Test
  void aTokenDoesNotFollowToAnotherHost() throws Exception {
    AtomicReference<String> arrived = new AtomicReference<>("nothing");
    try (TestServer other =
            TestServer.plain(
                asked -> {
                  arrived.set(asked.field("X-Token"));
                  return TestServer.response(200, "");
                });
        TestServer server =
            TestServer.plain(
                _ ->
                    TestServer.response(302, "")
                        .with(
                            "Location",
                            other.uri("/").toString().replace("127.0.0.1", "localhost")))) {
      read(
          Map.of(
              "url", Value.of(server.uri("/").toString()),
              "request_headers", Values.map(Type.STRING, Map.of("X-Token", Value.of("t")))));
    }
    assertThat(arrived).hasValue("");
  }

  @Test
  void whatKeepsSilentOrTricklesIsGivenUpInTime() throws Exception {
    for (Reply slow :
        new Reply[] {
          new Reply.Silence(),
          new Reply.Endless(
              "HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n", "x", Duration.ofMillis(50))
        }) {
      try (TestServer server = TestServer.plain(_ -> slow)) {
        assertThatThrownBy(
                () -> read(Map.of("url", Value.of(server.uri("/?key=s3cret").toString()))))
            .isInstanceOf(StepException.class)
            .hasMessageContaining("did not answer within 2 s")
            .hasMessageNotContaining("s3cret");
      }
    }
  }

  @Test
  void whatIsNoTextOrNoSuccessIsAnError() throws Exception {
    try (TestServer server =
        TestServer.plain(
            asked ->
                asked.target().equals("/bytes")
                    ? TestServer.response(200, new byte[] {(byte) 0xff, (byte) 0xfe})
                    : TestServer.response(404, "no"))) {
      assertThatThrownBy(() -> read(Map.of("url", Value.of(server.uri("/bytes").toString()))))
          .hasMessageContaining("not UTF-8");
      assertThatThrownBy(() -> read(Map.of("url", Value.of(server.uri("/none").toString()))))
          .hasMessageContaining("was answered with status 404");
    }
    assertThatThrownBy(() -> read(Map.of("url", Value.of("ftp://x/"))))
        .hasMessageContaining("is not an http or https URL");
    assertThatThrownBy(() -> read(Map.of("url", Value.of("http://x/"), "method", Value.of("ASK"))))
        .hasMessageContaining("The method \"ASK\" is not supported.");
  }
}
