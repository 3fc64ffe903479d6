package dev.ingot.ledger;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** A release as JSON, in the releases table and in the chain alike. */
final class ReleaseText {
  private ReleaseText() {}

  static Payload write(Release release) {
    Payload.Builder images = Payload.builder();
    release
        .images()
        .forEach(
            (reference, image) ->
                images.object(
                    reference,
                    Payload.builder()
                        .text("digest", image.digest())
                        .text("version", image.version())
                        .build()));
    Payload.Builder body =
        Payload.builder()
            .text("stack", release.id().stack())
            .text("number", Long.toString(release.id().number()))
            .text("actor", release.actor())
            .text("started", release.started().toString())
            .text("outcome", release.outcome().word())
            .text("configuration_digest", release.configurationDigest())
            .texts("variables", release.variables())
            .object("images", images.build())
            .text("plan_digest", release.planDigest())
            .text("message", release.message())
            .texts("summary", release.summary());
    release.finished().ifPresent(finished -> body.text("finished", finished.toString()));
    release.rollbackOf().ifPresent(number -> body.text("rollback_of", Long.toString(number)));
    return body.build();
  }

  /**
   * Reads a release back.
   *
   * @throws IllegalArgumentException if the text isn't a release
   */
  static Release read(String body) {
    Map<String, String> texts = new HashMap<>();
    Map<String, String> variables = new HashMap<>();
    Map<String, String> summary = new HashMap<>();
    Map<String, ResolvedImage> images = new HashMap<>();
    try (JsonParser parser = CanonicalJson.parser(body)) {
      expect(parser.nextToken(), JsonToken.START_OBJECT);
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String name = parser.currentName();
        parser.nextToken();
        switch (name) {
          case "variables" -> texts(parser, variables);
          case "summary" -> texts(parser, summary);
          case "images" -> images(parser, images);
          default -> texts.put(name, text(parser));
        }
      }
      return new Release(
          new ReleaseId(required(texts, "stack"), Long.parseLong(required(texts, "number"))),
          required(texts, "actor"),
          Instant.parse(required(texts, "started")),
          Optional.ofNullable(texts.get("finished")).map(Instant::parse),
          ReleaseOutcome.parse(required(texts, "outcome")),
          required(texts, "configuration_digest"),
          variables,
          images,
          required(texts, "plan_digest"),
          Optional.ofNullable(texts.get("rollback_of")).map(Long::valueOf),
          required(texts, "message"),
          summary);
    } catch (JacksonException | DateTimeException e) {
      throw new IllegalArgumentException("not a release: " + e.getMessage(), e);
    }
  }

  private static void texts(JsonParser parser, Map<String, String> into) {
    expect(parser.currentToken(), JsonToken.START_OBJECT);
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      into.put(name, text(parser));
    }
  }

  private static void images(JsonParser parser, Map<String, ResolvedImage> into) {
    expect(parser.currentToken(), JsonToken.START_OBJECT);
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String reference = parser.currentName();
      parser.nextToken();
      Map<String, String> image = new HashMap<>();
      texts(parser, image);
      into.put(reference, new ResolvedImage(required(image, "digest"), required(image, "version")));
    }
  }

  private static String text(JsonParser parser) {
    expect(parser.currentToken(), JsonToken.VALUE_STRING);
    return parser.getString();
  }

  private static String required(Map<String, String> texts, String name) {
    String text = texts.get(name);
    if (text == null) {
      throw new IllegalArgumentException("not a release: " + name + " is missing");
    }
    return text;
  }

  private static void expect(JsonToken actual, JsonToken wanted) {
    if (actual != wanted) {
      throw new IllegalArgumentException("not a release: " + actual + " instead of " + wanted);
    }
  }
}
