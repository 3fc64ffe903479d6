package dev.ingot.state.backend.s3;

import dev.ingot.http.kit.TestServer;
import dev.ingot.http.kit.TestServer.Asked;
import dev.ingot.http.kit.TestServer.Reply;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.ValueJson;
import dev.ingot.lang.value.Values;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/** One bucket, one table and a token service, as far as states need them. */
public final class FakeAws implements AutoCloseable {
  static final String BUCKET = "/bucket/";

  private final TestServer server;
  private final SortedMap<String, String> objects = new TreeMap<>();
  private final SortedMap<String, String> items = new TreeMap<>();
  private final SortedMap<String, String> next = new TreeMap<>();
  private final List<Asked> asked = new ArrayList<>();
  private boolean knowsConditions = true;
  private Predicate<Asked> failing = _ -> false;

  /** Starts it. */
  public FakeAws() throws IOException {
    server = TestServer.plain(this::answer);
  }

  /** Where it listens. */
  public int port() {
    return server.port();
  }

  /** A store that came before conditional writes. */
  synchronized void forgetConditions() {
    knowsConditions = false;
  }

  /** Which requests are answered with an error, and not carried out, from now on. */
  synchronized void failing(Predicate<Asked> which) {
    failing = which;
  }

  synchronized SortedMap<String, String> objects() {
    return new TreeMap<>(objects);
  }

  synchronized SortedMap<String, String> items() {
    return new TreeMap<>(items);
  }

  synchronized List<Asked> asked() {
    return List.copyOf(asked);
  }

  synchronized void put(String key, String content) {
    objects.put(key, content);
  }

  synchronized void putItem(String id, String text) {
    items.put(id, text);
  }

  synchronized void freeLocks() {
    objects.keySet().removeIf(key -> key.endsWith(".tflock"));
    items.keySet().removeIf(id -> !id.endsWith("-md5"));
  }

  private synchronized Reply answer(Asked request) {
    asked.add(request);
    if (failing.test(request)) {
      return error(500, "InternalError");
    }
    if (request.body().startsWith("Action=")) {
      return role(request);
    }
    if (!request.field("authorization").startsWith("AWS4-HMAC-SHA256 Credential=")) {
      return error(403, "AccessDenied");
    }
    return request.field("x-amz-target").isEmpty() ? object(request) : item(request);
  }

  private static Reply role(Asked request) {
    return request.body().contains("refused")
        ? error(403, "AccessDenied")
        : TestServer.response(
            200,
            "<R><Credentials><AccessKeyId>ROLE</AccessKeyId><SecretAccessKey>s&amp;k</SecretAccessKey>"
                + "<SessionToken>tok</SessionToken><Expiration>2026-01-02T04:04:05Z</Expiration>"
                + "</Credentials></R>");
  }

  private static Reply error(int status, String code) {
    return TestServer.response(
        status, "<Error><Code>" + code + "</Code><Message>It is " + code + ".</Message></Error>");
  }

  private static String tag(String content) {
    return "\""
        + HexFormat.of().formatHex(Bucket.md5(content.getBytes(StandardCharsets.UTF_8)))
        + "\"";
  }

  private Reply object(Asked request) {
    String target = request.target();
    if (!target.startsWith(BUCKET)) {
      return error(404, "NoSuchBucket");
    }
    if (target.startsWith(BUCKET + "?list-type=2")) {
      return listing(target);
    }
    String key = URLDecoder.decode(target.substring(BUCKET.length()), StandardCharsets.UTF_8);
    Optional<String> present = Optional.ofNullable(objects.get(key));
    return switch (request.head().method()) {
      case "GET", "HEAD" ->
          present
              .<Reply>map(content -> TestServer.response(200, content).with("ETag", tag(content)))
              .orElseGet(() -> error(404, "NoSuchKey"));
      case "DELETE" -> {
        objects.remove(key);
        yield TestServer.response(204, "");
      }
      default -> write(request, key, present);
    };
  }

  private Reply write(Asked request, String key, Optional<String> present) {
    boolean fresh = request.field("if-none-match").equals("*");
    String match = request.field("if-match");
    if (!knowsConditions && (fresh || !match.isEmpty())) {
      return error(501, "NotImplemented");
    }
    if ((fresh && present.isPresent())
        || (!match.isEmpty() && !present.map(FakeAws::tag).equals(Optional.of(match)))) {
      return error(412, "PreconditionFailed");
    }
    objects.put(key, request.body());
    return TestServer.response(200, "").with("ETag", tag(request.body()));
  }

  /** Two keys a page. */
  private Reply listing(String target) {
    String prefix = "";
    String after = "";
    for (String pair : target.substring(target.indexOf('?') + 1).split("&")) {
      String value =
          URLDecoder.decode(pair.substring(pair.indexOf('=') + 1), StandardCharsets.UTF_8);
      if (pair.startsWith("prefix=")) {
        prefix = value;
      } else if (pair.startsWith("continuation-token=")) {
        after = value;
      }
    }
    StringBuilder xml = new StringBuilder("<ListBucketResult>");
    String last = "";
    int count = 0;
    for (String key : objects.keySet()) {
      if (!key.startsWith(prefix) || key.compareTo(after) <= 0) {
        continue;
      }
      if (count == 2) {
        xml.append("<NextContinuationToken>").append(last).append("</NextContinuationToken>");
        break;
      }
      xml.append("<Contents><Key>")
          .append(key.replace("&", "&amp;").replace("'", "&#39;"))
          .append("</Key></Contents>");
      last = key.replace("'", "&#39;");
      count++;
    }
    return TestServer.response(200, xml.append("</ListBucketResult>").toString());
  }

  private Reply item(Asked request) {
    Value body = ValueJson.parse(request.body());
    Value item =
        Values.attribute(body, "Item").or(() -> Values.attribute(body, "Key")).orElseThrow();
    String id = text(item, "LockID");
    return switch (request.field("x-amz-target")) {
      case "DynamoDB_20120810.PutItem" -> {
        if (Values.attribute(body, "ConditionExpression").isPresent() && items.containsKey(id)) {
          yield TestServer.response(
              400,
              "{\"__type\":\"com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException\"}");
        }
        next.remove(id);
        items.put(id, id.endsWith("-md5") ? text(item, "Digest") : text(item, "Info"));
        yield TestServer.response(200, "{}");
      }
      case "DynamoDB_20120810.UpdateItem" -> {
        next.put(
            id, text(Values.attribute(body, "ExpressionAttributeValues").orElseThrow(), ":value"));
        yield TestServer.response(200, "{}");
      }
      case "DynamoDB_20120810.GetItem" -> {
        String name = id.endsWith("-md5") ? "Digest" : "Info";
        if (next.containsKey(id)) {
          yield TestServer.response(
              200,
              "{\"Item\":{\"IngotNextDigest\":{\"S\":\""
                  + next.get(id)
                  + "\"}"
                  + (items.containsKey(id) ? ",\"Digest\":{\"S\":\"" + items.get(id) + "\"}" : "")
                  + "}}");
        }
        yield TestServer.response(
            200,
            items.containsKey(id)
                ? "{\"Item\":{\""
                    + name
                    + "\":{\"S\":\""
                    + items.get(id).replace("\"", "\\\"")
                    + "\"}}}"
                : "{}");
      }
      default -> {
        items.remove(id);
        yield TestServer.response(200, "{}");
      }
    };
  }

  private static String text(Value item, String name) {
    return Values.attribute(item, name)
        .flatMap(typed -> Values.attribute(typed, "S"))
        .flatMap(Values::text)
        .orElse("");
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
