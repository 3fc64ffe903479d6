package dev.ingot.rollout.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.ingot.health.SystemTime;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a query of Prometheus gives: one number, or why there is none. */
final class PrometheusServerTest {
  private static final String ONE =
      """
      {"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[1,"0.25"]}]}}
      """;

  @TempDir Path folder;
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private Optional<HttpServer> server = Optional.empty();

  @AfterEach
  void stop() {
    server.ifPresent(one -> one.stop(0));
  }

  private URI answering(int status, String body) throws IOException {
    HttpServer http =
        HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
    server = Optional.of(http);
    http.createContext(
        "/",
        exchange -> {
          String form =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          String authorization = exchange.getRequestHeaders().getFirst("Authorization");
          asked.add(
              exchange.getRequestMethod()
                  + " "
                  + URLDecoder.decode(
                      exchange.getRequestURI().getRawPath()
                          + "?"
                          + exchange.getRequestURI().getRawQuery()
                          + form,
                      StandardCharsets.UTF_8)
                  + " "
                  + authorization);
          byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    http.start();
    return URI.create("http://127.0.0.1:" + http.getAddress().getPort() + "/prom/");
  }

  private Measurement query(URI address, Optional<Path> token, String query) throws Exception {
    return new PrometheusServer(address, token, Duration.ofSeconds(20))
        .query(query, new SystemTime());
  }

  private String error(int status, String body) throws Exception {
    Measurement measured = query(answering(status, body), Optional.empty(), "up");
    assertThat(measured).isInstanceOf(Measurement.Unmeasured.class);
    return ((Measurement.Unmeasured) measured).why();
  }

  @Test
  void oneSeriesIsItsValue() throws Exception {
    assertThat(query(answering(200, ONE), Optional.empty(), "sum(rate(x[1m])) > 0"))
        .isEqualTo(new Measurement.Value(0.25, OptionalDouble.empty()));
    assertThat(asked).containsExactly("GET /prom/api/v1/query?query=sum(rate(x[1m])) > 0 null");
  }

  @Test
  void aScalarIsItsValue() throws Exception {
    assertThat(
            query(
                answering(
                    200,
                    """
                    {"status":"success","data":{"resultType":"scalar","result":[1.5,"3"]}}
                    """),
                Optional.empty(),
                "3"))
        .isEqualTo(new Measurement.Value(3, OptionalDouble.empty()));
  }

  @Test
  void theTokenIsReadForEachQueryAndNeverShown() throws Exception {
    Path token = folder.resolve("token");
    Files.writeString(token, "s3cret\n");
    URI address = answering(401, "");
    assertThat(query(address, Optional.of(token), "up"))
        .isEqualTo(
            new Measurement.Unmeasured(address + " answered 401 with something that isn't JSON"));
    assertThat(asked).containsExactly("GET /prom/api/v1/query?query=up Bearer s3cret");
    Files.delete(token);
    assertThat(query(address, Optional.of(token), "up"))
        .isEqualTo(new Measurement.Unmeasured("the token file " + token + " can't be read"));
  }

  @Test
  void aLongQueryIsSentAsAForm() throws Exception {
    String query = "sum(" + "x".repeat(3000) + ")";
    Measurement measured = query(answering(200, ONE), Optional.empty(), query);
    assertThat(measured).isInstanceOf(Measurement.Value.class);
    assertThat(asked).containsExactly("POST /prom/api/v1/query?nullquery=" + query + " null");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[]}}|gave no"
            + " series",
        "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[{},{}]}}"
            + "|gave 2 series instead of one",
        "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\","
            + "\"result\":[{\"value\":[1,\"NaN\"]}]}}|gave NaN, not a number",
        "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\","
            + "\"result\":[{\"value\":[1]}]}}|gave a value that isn't a number",
        "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[]}}|gave a matrix",
        "{\"status\":\"success\",\"warnings\":[\"partial\"],\"data\":{\"resultType\":\"scalar\","
            + "\"result\":[1,\"0\"]}}|warned about the query",
        "{\"status\":\"error\",\"error\":\"parse error: unexpected end\"}|parse error",
        "[]|answered 200",
        "{\"status\":\"success\"}|gave a result without a type",
        "<html>|answered 200 with something that isn't JSON"
      })
  void whatIsNotOneNumberIsAnErrorAndNeverGood(String body, String why) throws Exception {
    assertThat(error(200, body)).contains(why);
  }

  @Test
  void aStatusOtherThan200IsAnError() throws Exception {
    assertThat(error(503, ONE)).endsWith("answered 503");
  }

  @Test
  void aServerThatIsNotThereIsAnError() throws Exception {
    URI address = answering(200, ONE);
    stop();
    assertThat(query(address, Optional.empty(), "up")).isInstanceOf(Measurement.Unmeasured.class);
  }

  private Optional<String> problem(int status, String body) throws Exception {
    return new PrometheusServer(answering(status, body), Optional.empty(), Duration.ofSeconds(20))
        .problem("up", new SystemTime());
  }

  @Test
  void aQueryThatHasNoValueYetIsNoProblem() throws Exception {
    assertThat(problem(200, ONE)).isEmpty();
    assertThat(
            problem(
                200, "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[]}}"))
        .isEmpty();
  }

  @Test
  void aQueryThatCanNotBeAnsweredIsAProblem() throws Exception {
    assertThat(problem(400, "{\"status\":\"error\",\"error\":\"parse error: unexpected end\"}"))
        .hasValueSatisfying(why -> assertThat(why).endsWith("parse error: unexpected end"));
    stop();
    assertThat(problem(401, "no")).hasValueSatisfying(why -> assertThat(why).contains("401"));
    stop();
    URI gone = answering(200, ONE);
    stop();
    assertThat(
            new PrometheusServer(gone, Optional.empty(), Duration.ofSeconds(20))
                .problem("up", new SystemTime()))
        .hasValueSatisfying(why -> assertThat(why).startsWith(gone.toString()));
  }
}
