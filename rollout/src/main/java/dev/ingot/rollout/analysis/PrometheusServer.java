package dev.ingot.rollout.analysis;

import dev.ingot.health.Time;
import dev.ingot.health.UrlExchange;
import dev.ingot.health.UrlExchange.Answer;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.ValueJson;
import dev.ingot.lang.value.Values;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A server of the HTTP API of Prometheus, version 1. An answer that isn't exactly one number is an
 * error, never a good value: no series, several, NaN, a warning, a time-out.
 *
 * @param address its address, to which {@code /api/v1/query} is appended
 * @param tokenFile a file with a bearer token, read for each query
 * @param timeout for a query
 */
public record PrometheusServer(URI address, Optional<Path> tokenFile, Duration timeout) {
  private static final int MAX_ANSWER = 1 << 20;

  /** Longer queries are sent as a form: not every proxy takes a longer line. */
  private static final int MAX_IN_URL = 2048;

  private static final int OK = 200;
  private static final int SHOWN = 200;

  /** The value of a query now. */
  public Measurement query(String query, Time time) throws InterruptedException {
    return switch (ask(query, time)) {
      case Answer.Nothing(String why) -> new Measurement.Unmeasured(why);
      case Answer.Received(int status, String body) -> read(status, body);
    };
  }

  /**
   * Why a query can't be answered at all: no server, no access, an error in the query. Empty if it
   * can, also where it has no value now.
   */
  public Optional<String> problem(String query, Time time) throws InterruptedException {
    return switch (ask(query, time)) {
      case Answer.Nothing(String why) -> Optional.of(why);
      case Answer.Received(int status, String body) ->
          answer(body)
              .map(answer -> refusal(status, answer))
              .orElseGet(() -> Optional.of(noJson(status)))
              .map(what -> address + " " + what);
    };
  }

  private Answer ask(String query, Time time) throws InterruptedException {
    Map<String, String> headers = new HashMap<>();
    headers.put("User-Agent", "ingot");
    if (tokenFile.isPresent()) {
      try {
        headers.put("Authorization", "Bearer " + Files.readString(tokenFile.get()).strip());
      } catch (IOException e) {
        return new Answer.Nothing("the token file " + tokenFile.get() + " can't be read");
      }
    }
    String form = "query=" + URLEncoder.encode(query, StandardCharsets.UTF_8);
    String base = address.toString();
    String api = (base.endsWith("/") ? base : base + "/") + "api/v1/query";
    boolean inUrl = form.length() <= MAX_IN_URL;
    Answer answer =
        UrlExchange.send(
            new UrlExchange.Request(
                URI.create(inUrl ? api + "?" + form : api),
                headers,
                inUrl ? Optional.empty() : Optional.of(form),
                MAX_ANSWER,
                timeout),
            time);
    return answer instanceof Answer.Nothing(String why)
        ? new Answer.Nothing(address + ": " + why)
        : answer;
  }

  private static Optional<Value> answer(String body) {
    try {
      return Optional.of(ValueJson.parse(body));
    } catch (RuntimeException e) {
      return Optional.empty();
    }
  }

  private static String noJson(int status) {
    return "answered " + status + " with something that isn't JSON";
  }

  private static Optional<String> refusal(int status, Value answer) {
    Optional<String> error = text(answer, "error").map(PrometheusServer::line);
    boolean good = status == OK && text(answer, "status").equals(Optional.of("success"));
    return error.isPresent() || good ? error : Optional.of("answered " + status);
  }

  private Measurement read(int status, String body) {
    Optional<Value> parsed = answer(body);
    if (parsed.isEmpty()) {
      return wrong(noJson(status));
    }
    Value answer = parsed.get();
    Optional<String> refusal = refusal(status, answer);
    if (refusal.isPresent()) {
      return wrong(refusal.get());
    }
    boolean warned =
        Values.attribute(answer, "warnings")
            .flatMap(Values::elements)
            .filter(warnings -> !warnings.isEmpty())
            .isPresent();
    if (warned) {
      return wrong("warned about the query, so that its value may be incomplete");
    }
    Optional<Value> data = Values.attribute(answer, "data");
    String type = data.flatMap(it -> text(it, "resultType")).orElse("");
    Optional<Value> result = data.flatMap(it -> Values.attribute(it, "result"));
    Optional<List<Value>> elements = result.flatMap(Values::elements);
    return switch (type) {
      case "scalar" -> number(elements);
      case "vector" -> {
        int series = elements.map(List::size).orElse(0);
        yield series == 1
            ? number(
                elements
                    .map(List::getFirst)
                    .flatMap(one -> Values.attribute(one, "value"))
                    .flatMap(Values::elements))
            : wrong("gave " + (series == 0 ? "no series" : series + " series instead of one"));
      }
      default -> wrong("gave a " + (type.isEmpty() ? "result without a type" : line(type)));
    };
  }

  /** A sample: its time and its value, a string. */
  private Measurement number(Optional<List<Value>> sample) {
    Optional<String> text =
        sample.filter(pair -> pair.size() == 2).map(List::getLast).flatMap(Values::text);
    try {
      double value = Double.parseDouble(text.orElse("nothing"));
      return Double.isFinite(value)
          ? new Measurement.Value(value, OptionalDouble.empty())
          : wrong("gave " + text.orElse("") + ", not a number");
    } catch (NumberFormatException e) {
      return wrong("gave a value that isn't a number");
    }
  }

  private Measurement wrong(String what) {
    return new Measurement.Unmeasured(address + " " + what);
  }

  private static Optional<String> text(Value object, String name) {
    return Values.attribute(object, name).flatMap(Values::text);
  }

  private static String line(String text) {
    String line = text.replaceAll("\\p{Cntrl}+", " ").strip();
    return line.length() > SHOWN ? line.substring(0, SHOWN) + "…" : line;
  }
}
