package dev.ingot.state.backend.gcs;

import dev.ingot.http.client.HttpRequest;
import dev.ingot.http.client.HttpResponse;
import dev.ingot.http.client.RequestBody;
import dev.ingot.state.StateException;
import dev.ingot.state.oauth.TokenSource;
import dev.ingot.state.remote.JsonAnswer;
import dev.ingot.state.remote.ServiceAddress;
import dev.ingot.state.remote.StoreHttp;
import dev.ingot.storage.Digest;
import java.net.URI;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The objects of one bucket. Rules: the JSON API of Google Cloud Storage. */
final class GcsBucket {
  /**
   * How states are encrypted.
   *
   * @param customerKey a key of one's own, which every request carries
   * @param kmsKey the name of a key of Cloud KMS
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Encryption(Optional<byte[]> customerKey, Optional<String> kmsKey) {
    static final Encryption NONE = new Encryption(Optional.empty(), Optional.empty());

    /** Without the key. */
    @Override
    public String toString() {
      return "Encryption";
    }
  }

  /** An object; its generation tells it from any other of its name. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Stored(byte[] content, String generation) {}

  private static final int MOST_PAGES = 1000;

  private final StoreHttp http;
  private final Optional<TokenSource> tokens;
  private final String name;
  private final URI base;

  /**
   * @param tokens empty for an emulator
   * @param base of the API, with a slash at the end
   */
  GcsBucket(StoreHttp http, Optional<TokenSource> tokens, String name, URI base) {
    this.http = http;
    this.tokens = tokens;
    this.name = name;
    this.base = base;
  }

  String name() {
    return name;
  }

  private String objects() {
    return base + "b/" + ServiceAddress.encoded(name, false) + "/o";
  }

  private URI object(String key, String query) {
    return URI.create(objects() + "/" + ServiceAddress.encoded(key, false) + "?" + query);
  }

  private HttpResponse send(String purpose, HttpRequest request) {
    HttpRequest signed =
        tokens.isPresent() ? request.withBearer(tokens.get().token().value()) : request;
    return http.send(purpose, signed.withRepeatable(true));
  }

  private static HttpRequest encrypted(HttpRequest request, Encryption encryption) {
    if (encryption.customerKey().isEmpty()) {
      return request;
    }
    byte[] key = encryption.customerKey().get();
    Base64.Encoder base64 = Base64.getEncoder();
    return request
        .withSecret("x-goog-encryption-algorithm", "AES256")
        .withSecret("x-goog-encryption-key", base64.encodeToString(key))
        .withSecret(
            "x-goog-encryption-key-sha256",
            base64.encodeToString(HexFormat.of().parseHex(Digest.of(key).hex())));
  }

  Optional<Stored> get(String purpose, String key, Encryption encryption) {
    HttpResponse response =
        send(purpose, encrypted(HttpRequest.get(object(key, "alt=media")), encryption));
    return switch (response.status()) {
      case 200 -> Optional.of(new Stored(response.body(), generation(purpose, key, response)));
      case 404 -> {
        requireBucket(purpose);
        yield Optional.empty();
      }
      default -> throw failed(purpose, response);
    };
  }

  /** Some servers of the protocol don't say it with the content. */
  private String generation(String purpose, String key, HttpResponse response) {
    return response
        .headers()
        .first("x-goog-generation")
        .or(() -> generation(purpose, key))
        .orElseThrow(() -> foreign(purpose));
  }

  private static StateException foreign(String purpose) {
    return new StateException(
        "Can't "
            + purpose
            + ": the answer is not that of Google Cloud Storage. Check the argument"
            + " \"storage_custom_endpoint\", and whether a proxy stands in between.");
  }

  /** Which generation there is; empty if there is no object, or an empty one. */
  Optional<String> version(String purpose, String key) {
    return metadata(purpose, key)
        .filter(object -> !object.number("size").equals(Optional.of(0L)))
        .map(object -> generation(purpose, object));
  }

  Optional<String> generation(String purpose, String key) {
    return metadata(purpose, key).map(object -> generation(purpose, object));
  }

  private static String generation(String purpose, JsonAnswer object) {
    return object.number("generation").map(String::valueOf).orElseThrow(() -> foreign(purpose));
  }

  private Optional<JsonAnswer> metadata(String purpose, String key) {
    HttpResponse response = send(purpose, HttpRequest.get(object(key, "alt=json")));
    return switch (response.status()) {
      case 200 -> Optional.of(JsonAnswer.of(purpose, response));
      case 404 -> {
        requireBucket(purpose);
        yield Optional.empty();
      }
      default -> throw failed(purpose, response);
    };
  }

  /** The API says of both that they are not found: a wrong bucket is never an empty one. */
  private void requireBucket(String purpose) {
    HttpResponse response =
        send(purpose, HttpRequest.get(URI.create(objects() + "?maxResults=1&fields=kind")));
    if (response.status() == 404) {
      throw new StateException(
          "The bucket \""
              + name
              + "\" of Google Cloud Storage doesn't exist. Create it first, for example by \"gcloud"
              + " storage buckets create gs://"
              + name
              + "\", or correct the argument \"bucket\".");
    }
    // Who may not list has been told what is missing as far as it may know.
    if (!response.isSuccessful() && response.status() != 403) {
      throw failed(purpose, response);
    }
  }

  /**
   * Writes an object where it has a generation, "0" meaning that there is none.
   *
   * @return its new generation; empty if it had another
   */
  Optional<String> put(
      String purpose, String key, byte[] content, String generation, Encryption encryption) {
    String query =
        "?uploadType=media&name="
            + ServiceAddress.encoded(key, false)
            + "&ifGenerationMatch="
            + generation
            + encryption
                .kmsKey()
                .map(name -> "&kmsKeyName=" + ServiceAddress.encoded(name, false))
                .orElse("");
    URI target =
        base.resolve("/upload/storage/v1/b/" + ServiceAddress.encoded(name, false) + "/o" + query);
    HttpResponse response =
        send(
            purpose,
            encrypted(
                HttpRequest.of("POST", target)
                    .withBody(RequestBody.of(content), "application/json"),
                encryption));
    return switch (response.status()) {
      case 200 -> Optional.of(generation(purpose, JsonAnswer.of(purpose, response)));
      case 412 -> Optional.empty();
      case 404 -> {
        requireBucket(purpose);
        throw failed(purpose, response);
      }
      default -> throw failed(purpose, response);
    };
  }

  /** Whether an object of a generation was deleted; any if it is empty. */
  boolean delete(String purpose, String key, Optional<String> generation) {
    String query = generation.map(number -> "ifGenerationMatch=" + number).orElse("alt=json");
    HttpResponse response = send(purpose, HttpRequest.of("DELETE", object(key, query)));
    return switch (response.status()) {
      case 200, 204 -> true;
      case 404, 412 -> false;
      default -> throw failed(purpose, response);
    };
  }

  /** The keys right below a prefix. */
  List<String> keys(String purpose, String prefix) {
    List<String> keys = new ArrayList<>();
    Optional<String> next = Optional.empty();
    for (int page = 0; page < MOST_PAGES; page++) {
      String query =
          "?delimiter=%2F&prefix="
              + ServiceAddress.encoded(prefix, false)
              + next.map(token -> "&pageToken=" + ServiceAddress.encoded(token, false)).orElse("");
      HttpResponse response = send(purpose, HttpRequest.get(URI.create(objects() + query)));
      if (response.status() == 404) {
        requireBucket(purpose);
      }
      if (!response.isSuccessful()) {
        throw failed(purpose, response);
      }
      JsonAnswer listing = JsonAnswer.of(purpose, response);
      if (!listing.text("kind").equals(Optional.of("storage#objects"))) {
        throw foreign(purpose);
      }
      listing.elements("items").forEach(item -> item.text("name").ifPresent(keys::add));
      next = listing.text("nextPageToken");
      if (next.isEmpty()) {
        return keys;
      }
    }
    throw new StateException("The bucket " + name + " has too many objects below " + prefix + ".");
  }

  private static final Map<Integer, String> ADVICE =
      Map.of(
          400, " Check the arguments of the backend, and the encryption key if there is one.",
          401, " The token is not valid or has expired: log in again.",
          403, " The account needs the role \"Storage Object Admin\" on the bucket.",
          429, " Google limits how often an object is written: try again in some seconds.");

  private StateException failed(String purpose, HttpResponse response) {
    String message =
        JsonAnswer.parse(response.text())
            .flatMap(json -> json.text("error", "message"))
            .map(text -> response.status() + " " + text)
            .orElse(response.statusText());
    return new StateException(
        "Can't "
            + purpose
            + " in the bucket "
            + name
            + ": "
            + message
            + (message.endsWith(".") ? "" : ".")
            + ADVICE.getOrDefault(response.status(), ""));
  }
}
