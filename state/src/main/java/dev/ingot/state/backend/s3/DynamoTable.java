package dev.ingot.state.backend.s3;

import dev.ingot.http.client.HttpResponse;
import dev.ingot.lang.JsonDocument;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.ValueJson;
import dev.ingot.lang.value.ValueJsonException;
import dev.ingot.lang.value.Values;
import dev.ingot.state.StateException;
import dev.ingot.state.aws.AwsClient;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;

/** Items of one table, each with one text besides its id. Rules: the JSON protocol of DynamoDB. */
final class DynamoTable {
  private static final String ID = "LockID";

  private final AwsClient client;
  private final String table;
  private final URI endpoint;

  DynamoTable(AwsClient client, String table, URI endpoint) {
    this.client = client;
    this.table = table;
    this.endpoint = endpoint;
  }

  /** The text of an item; empty if there is none. */
  Optional<String> get(String purpose, String id, String attribute) {
    HttpResponse response =
        done(
            purpose,
            "GetItem",
            json -> {
              item(json, "Key", Map.of(ID, id));
              json.writeBooleanProperty("ConsistentRead", true);
            });
    return Values.attribute(parsed(purpose, response), "Item")
        .flatMap(item -> Values.attribute(item, attribute))
        .flatMap(typed -> Values.attribute(typed, "S"))
        .flatMap(Values::text);
  }

  private static Value parsed(String purpose, HttpResponse response) {
    try {
      return ValueJson.parse(response.text());
    } catch (JacksonException | ValueJsonException e) {
      throw new StateException("Can't " + purpose + ": DynamoDB's answer is not JSON.", e);
    }
  }

  /** Writes an item in the place of any other. */
  void put(String purpose, String id, String attribute, String value) {
    HttpResponse _ =
        done(purpose, "PutItem", json -> item(json, "Item", Map.of(ID, id, attribute, value)));
  }

  /**
   * Writes an item only where there is none.
   *
   * @return why not, where there is one
   */
  Optional<String> putFresh(String purpose, String id, String attribute, String value) {
    HttpResponse response =
        call(
            purpose,
            "PutItem",
            json -> {
              item(json, "Item", Map.of(ID, id, attribute, value));
              json.writeStringProperty("ConditionExpression", "attribute_not_exists(LockID)");
            });
    if (error(response).equals("ConditionalCheckFailedException")) {
      return Optional.of(
          "operation error DynamoDB: PutItem, https response error StatusCode: 400,"
              + " ConditionalCheckFailedException: The conditional request failed");
    }
    if (!response.isSuccessful()) {
      throw failed(purpose, response);
    }
    return Optional.empty();
  }

  /** Sets one more text of an item, which is made where there is none. */
  void set(String purpose, String id, String attribute, String value) {
    HttpResponse _ =
        done(
            purpose,
            "UpdateItem",
            json -> {
              item(json, "Key", Map.of(ID, id));
              json.writeStringProperty("UpdateExpression", "SET " + attribute + " = :value");
              item(json, "ExpressionAttributeValues", Map.of(":value", value));
            });
  }

  void delete(String purpose, String id) {
    HttpResponse _ = done(purpose, "DeleteItem", json -> item(json, "Key", Map.of(ID, id)));
  }

  private static void item(JsonGenerator json, String name, Map<String, String> texts) {
    json.writeName(name);
    json.writeStartObject();
    texts.forEach(
        (attribute, text) -> {
          json.writeName(attribute);
          json.writeStartObject();
          json.writeStringProperty("S", text);
          json.writeEndObject();
        });
    json.writeEndObject();
  }

  private HttpResponse done(String purpose, String operation, JsonDocument arguments) {
    HttpResponse response = call(purpose, operation, arguments);
    if (!response.isSuccessful()) {
      throw failed(purpose, response);
    }
    return response;
  }

  private HttpResponse call(String purpose, String operation, JsonDocument arguments) {
    String body =
        JsonDocument.line(
            json -> {
              json.writeStartObject();
              json.writeStringProperty("TableName", table);
              arguments.write(json);
              json.writeEndObject();
            });
    return client.send(
        purpose,
        "POST",
        endpoint,
        Map.of(
            AwsClient.CONTENT_TYPE,
            "application/x-amz-json-1.0",
            "X-Amz-Target",
            "DynamoDB_20120810." + operation),
        body.getBytes(StandardCharsets.UTF_8));
  }

  private static String error(HttpResponse response) {
    if (response.isSuccessful()) {
      return "";
    }
    try {
      String type =
          Values.attribute(ValueJson.parse(response.text()), "__type")
              .flatMap(Values::text)
              .orElse("");
      return type.substring(type.lastIndexOf('#') + 1);
    } catch (JacksonException | ValueJsonException e) {
      return "";
    }
  }

  private StateException failed(String purpose, HttpResponse response) {
    String error = error(response);
    return new StateException(
        error.equals("ResourceNotFoundException")
            ? "Unable to find the DynamoDB table \""
                + table
                + "\" in the region "
                + client.region()
                + "; create it with a partition key LockID of type String, or use use_lockfile"
                + " instead of dynamodb_table."
            : "Can't "
                + purpose
                + " (DynamoDB table "
                + table
                + "): "
                + (error.isEmpty() ? response.statusText() : error)
                + ".");
  }
}
