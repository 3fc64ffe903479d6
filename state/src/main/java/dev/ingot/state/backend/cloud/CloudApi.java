package dev.ingot.state.backend.cloud;

import dev.ingot.http.client.HttpRequest;
import dev.ingot.http.client.HttpResponse;
import dev.ingot.http.client.RequestBody;
import dev.ingot.lang.value.Value;
import dev.ingot.state.StateException;
import dev.ingot.state.remote.JsonAnswer;
import dev.ingot.state.remote.ServiceAddress;
import dev.ingot.state.remote.StoreHttp;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/** Calls of one organization's objects. Rules: the public API of HCP Terraform, version 2. */
final class CloudApi {
  /**
   * Where and as whom.
   *
   * @param base of the API, with a slash at its end
   */
  record Service(URI base, String token) {
    /** Without the token. */
    @Override
    public String toString() {
      return base.toString();
    }
  }

  /** How a call ended. */
  sealed interface Outcome {
    /** It is done. */
    record Done(JsonAnswer answer) implements Outcome {}

    /** There is no such thing, or nothing this token may see. */
    record Missing() implements Outcome {}

    /** Something else is in the way; the text says what. */
    record Conflict(String problem) implements Outcome {}
  }

  private static final String MEDIA = "application/vnd.api+json";
  private static final int MOST_PAGES = 1000;

  private final StoreHttp http;
  private final Supplier<Service> service;
  private final String organization;

  /**
   * @param service found out when it is first needed
   */
  CloudApi(StoreHttp http, Supplier<Service> service, String organization) {
    this.http = http;
    this.service = service;
    this.organization = organization;
  }

  String organization() {
    return organization;
  }

  /** The path of what belongs to the organization. */
  String own(String rest) {
    return "organizations/" + ServiceAddress.encoded(organization, false) + "/" + rest;
  }

  Outcome get(String purpose, String path) {
    return call(purpose, "GET", path, Optional.empty());
  }

  /** A call that may be made again where its answer was lost. */
  Outcome call(String purpose, String method, String path, Optional<JsonAnswer> body) {
    return call(purpose, request(method, path).withRepeatable(true), body);
  }

  /** A call that is made once: made again it would be refused for what it did itself. */
  Outcome once(String purpose, String path, JsonAnswer body) {
    return call(purpose, request("POST", path).withRepeatable(false), Optional.of(body));
  }

  private HttpRequest request(String method, String path) {
    return HttpRequest.of(method, URI.create(service.get().base() + path))
        .withHeader("Accept", MEDIA)
        .withBearer(service.get().token());
  }

  private Outcome call(String purpose, HttpRequest empty, Optional<JsonAnswer> body) {
    HttpRequest request = empty;
    if (!request.method().equals("GET")) {
      byte[] bytes = body.map(JsonAnswer::format).orElse("").getBytes(StandardCharsets.UTF_8);
      request = request.withBody(RequestBody.of(bytes), MEDIA);
    }
    HttpResponse response = http.send(purpose, request);
    return switch (response.status()) {
      case 200, 201 -> {
        JsonAnswer json = JsonAnswer.of(purpose, response);
        if (json.at("data").isEmpty()) {
          throw foreign(purpose);
        }
        yield new Outcome.Done(json);
      }
      case 204 -> new Outcome.Done(JsonAnswer.NONE);
      case 404 -> {
        // Only the API says it so: pages that aren't found are something else.
        if (JsonAnswer.parse(response.text())
            .filter(json -> json.at("errors").isPresent())
            .isEmpty()) {
          throw failed(purpose, response);
        }
        yield new Outcome.Missing();
      }
      case 409, 422 -> new Outcome.Conflict(problem(response));
      default -> throw failed(purpose, response);
    };
  }

  /** The elements of all pages of a list. */
  List<JsonAnswer> list(String purpose, String path) {
    List<JsonAnswer> all = new ArrayList<>();
    String and = path.indexOf('?') < 0 ? "?" : "&";
    for (int page = 1; page <= MOST_PAGES; page++) {
      String whole =
          path
              + and
              + ServiceAddress.encoded("page[number]", false)
              + "="
              + page
              + "&"
              + ServiceAddress.encoded("page[size]", false)
              + "=100";
      switch (get(purpose, whole)) {
        case Outcome.Done(JsonAnswer answer) -> {
          all.addAll(answer.elements("data"));
          if (answer.at("meta", "pagination").isEmpty()
              && answer.elements("data").isEmpty()
              && answer.at("data", "id").isPresent()) {
            throw foreign(purpose);
          }
          if (answer.number("meta", "pagination", "next-page").isEmpty()) {
            return all;
          }
        }
        case Outcome.Missing() -> throw noOrganization();
        case Outcome.Conflict(String problem) -> throw refused(purpose, problem);
      }
    }
    return all;
  }

  StateException noOrganization() {
    return new StateException(
        "organization \""
            + organization
            + "\" at host "
            + service.get().base().getHost()
            + " not found.\n\nPlease ensure that the organization and hostname are correct and"
            + " that your API token for "
            + service.get().base().getHost()
            + " is valid.");
  }

  /** The content of an address the API gave; other hosts don't get the token. */
  byte[] download(String purpose, String address) {
    URI uri = ServiceAddress.of("The address of the state", address);
    HttpRequest request = HttpRequest.get(uri).withRepeatable(true);
    if (isOwn(uri)) {
      request = request.withBearer(service.get().token());
    }
    HttpResponse response = http.send(purpose, request);
    if (response.status() != 200) {
      throw failed(purpose, response);
    }
    return response.body();
  }

  private boolean isOwn(URI uri) {
    URI base = service.get().base();
    return Objects.equals(uri.getScheme(), base.getScheme())
        && Objects.equals(uri.getRawAuthority(), base.getRawAuthority());
  }

  /** Uploads to an address the API gave, which is signed. */
  void upload(String purpose, String address, byte[] content) {
    HttpRequest request =
        HttpRequest.of("PUT", ServiceAddress.of("The address for the state", address))
            .withRepeatable(true)
            .withBody(RequestBody.of(content), "application/octet-stream");
    HttpResponse response = http.send(purpose, request);
    if (!response.isSuccessful()) {
      throw failed(purpose, response);
    }
  }

  /** The body of a request that makes or changes something. */
  static JsonAnswer body(String type, JsonAnswer attributes) {
    return JsonAnswer.NONE
        .with(Value.of(type), "data", "type")
        .with(attributes.value(), "data", "attributes");
  }

  private static String problem(HttpResponse response) {
    return JsonAnswer.parse(response.text()).stream()
        .flatMap(json -> json.elements("errors").stream())
        .findFirst()
        .flatMap(error -> error.text("detail").or(() -> error.text("title")).or(error::text))
        .orElse(response.statusText());
  }

  StateException refused(String purpose, String problem) {
    return new StateException("Can't " + purpose + ": " + problem + ".");
  }

  private StateException foreign(String purpose) {
    return new StateException(
        "Can't "
            + purpose
            + ": "
            + service.get().base().getHost()
            + " doesn't answer as HCP Terraform does. Check the hostname, and whether a proxy"
            + " stands in between.");
  }

  private StateException failed(String purpose, HttpResponse response) {
    String advice =
        switch (response.status()) {
          case 401, 403 ->
              " The token may have expired or lack a permission: \"ingot login "
                  + service.get().base().getHost()
                  + "\" gets a new one.";
          case 404 -> " Check the hostname.";
          case 429 -> " The service limits how often it is asked: try again later.";
          default -> "";
        };
    return new StateException(
        "Can't "
            + purpose
            + ": "
            + response.uri().getHost()
            + " answered "
            + response.statusText()
            + "."
            + advice);
  }
}
