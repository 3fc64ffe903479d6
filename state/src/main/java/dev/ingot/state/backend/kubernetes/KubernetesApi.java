package dev.ingot.state.backend.kubernetes;

import dev.ingot.http.client.HttpRequest;
import dev.ingot.http.client.HttpResponse;
import dev.ingot.http.client.RequestBody;
import dev.ingot.state.StateException;
import dev.ingot.state.remote.JsonAnswer;
import dev.ingot.state.remote.ServiceAddress;
import dev.ingot.state.remote.StoreHttp;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Secrets and leases of one namespace. Rules: the API of Kubernetes. */
final class KubernetesApi {
  /** A kind of object. */
  enum Kind {
    SECRET("api/v1/", "secrets", "Secret", "v1"),
    LEASE("apis/coordination.k8s.io/v1/", "leases", "Lease", "coordination.k8s.io/v1");

    private final String group;
    private final String plural;
    private final String singular;
    private final String version;

    Kind(String group, String plural, String singular, String version) {
      this.group = group;
      this.plural = plural;
      this.singular = singular;
      this.version = version;
    }

    String singular() {
      return singular;
    }

    String version() {
      return version;
    }
  }

  private static final int PAGE = 100;
  private static final int MOST_PAGES = 1000;

  private final Supplier<StoreHttp> http;
  private final UnaryOperator<HttpRequest> credentials;
  private final URI base;
  private final String namespace;

  /**
   * @param http made when it is first needed
   * @param base of the API, with a slash at its end
   */
  KubernetesApi(
      Supplier<StoreHttp> http,
      UnaryOperator<HttpRequest> credentials,
      URI base,
      String namespace) {
    this.http = http;
    this.credentials = credentials;
    this.base = base;
    this.namespace = namespace;
  }

  String namespace() {
    return namespace;
  }

  private URI uri(Kind kind, String rest) {
    return URI.create(
        base
            + kind.group
            + "namespaces/"
            + ServiceAddress.encoded(namespace, false)
            + "/"
            + kind.plural
            + rest);
  }

  private HttpResponse send(String purpose, HttpRequest request) {
    return http.get()
        .send(
            purpose,
            credentials
                .apply(request.withHeader("Accept", "application/json"))
                .withRepeatable(true));
  }

  private static HttpRequest with(HttpRequest request, JsonAnswer body) {
    return request.withBody(
        RequestBody.of(body.format().getBytes(StandardCharsets.UTF_8)), "application/json");
  }

  Optional<JsonAnswer> get(String purpose, Kind kind, String name) {
    HttpResponse response =
        send(purpose, HttpRequest.get(uri(kind, "/" + ServiceAddress.encoded(name, false))));
    if (is(response, 404, "NotFound")) {
      requireNamespace(purpose);
      return Optional.empty();
    }
    return Optional.of(object(purpose, kind, response));
  }

  /** The API says of an object in a namespace that isn't there only that it isn't there. */
  private void requireNamespace(String purpose) {
    HttpResponse response =
        send(
            purpose,
            HttpRequest.get(
                URI.create(
                    base + "api/v1/namespaces/" + ServiceAddress.encoded(namespace, false))));
    if (is(response, 404, "NotFound")) {
      throw new StateException(
          "The namespace \""
              + namespace
              + "\" doesn't exist in the cluster. Create it first (\"kubectl create namespace "
              + namespace
              + "\"), or correct the argument \"namespace\".");
    }
    // Who may not see namespaces has been told what is missing as far as it may know.
    if (!response.isSuccessful() && response.status() != 403) {
      throw failed(purpose, response);
    }
  }

  private static boolean is(HttpResponse response, int status, String reason) {
    return response.status() == status
        && JsonAnswer.parse(response.text())
            .filter(json -> json.text("kind").equals(Optional.of("Status")))
            .filter(json -> json.text("reason").equals(Optional.of(reason)))
            .isPresent();
  }

  private JsonAnswer object(String purpose, Kind kind, HttpResponse response) {
    if (!response.isSuccessful()) {
      throw failed(purpose, response);
    }
    JsonAnswer json = JsonAnswer.of(purpose, response);
    if (json.text("metadata", "resourceVersion").isEmpty()
        || !json.text("kind").equals(Optional.of(kind.singular()))) {
      throw foreign(purpose);
    }
    return json;
  }

  /** All objects with some labels, as they were at one time. */
  List<JsonAnswer> list(String purpose, Kind kind, String selector) {
    List<JsonAnswer> all = new ArrayList<>();
    Optional<String> next = Optional.empty();
    for (int page = 0; page < MOST_PAGES; page++) {
      String query =
          "?limit="
              + PAGE
              + "&labelSelector="
              + ServiceAddress.encoded(selector, false)
              + next.map(text -> "&continue=" + ServiceAddress.encoded(text, false)).orElse("");
      HttpResponse response = send(purpose, HttpRequest.get(uri(kind, query)));
      if (!response.isSuccessful()) {
        throw failed(purpose, response);
      }
      JsonAnswer list = JsonAnswer.of(purpose, response);
      if (!list.text("kind").equals(Optional.of(kind.singular() + "List"))) {
        throw foreign(purpose);
      }
      all.addAll(list.elements("items"));
      next = list.text("metadata", "continue");
      if (next.isEmpty()) {
        return all;
      }
    }
    throw new StateException("The namespace " + namespace + " has too many objects.");
  }

  /** Makes an object; empty if there is one of its name. */
  Optional<JsonAnswer> create(String purpose, Kind kind, JsonAnswer object) {
    HttpResponse response = send(purpose, with(HttpRequest.of("POST", uri(kind, "")), object));
    return is(response, 409, "AlreadyExists")
        ? Optional.empty()
        : Optional.of(object(purpose, kind, response));
  }

  /** Replaces an object where it has the version in it; empty if it has another. */
  Optional<JsonAnswer> replace(String purpose, Kind kind, String name, JsonAnswer object) {
    HttpResponse response =
        send(
            purpose,
            with(
                HttpRequest.of("PUT", uri(kind, "/" + ServiceAddress.encoded(name, false))),
                object));
    return is(response, 409, "Conflict") || is(response, 404, "NotFound")
        ? Optional.empty()
        : Optional.of(object(purpose, kind, response));
  }

  void delete(String purpose, Kind kind, String name) {
    HttpResponse response =
        send(
            purpose,
            HttpRequest.of("DELETE", uri(kind, "/" + ServiceAddress.encoded(name, false))));
    if (!response.isSuccessful() && !is(response, 404, "NotFound")) {
      throw failed(purpose, response);
    }
  }

  private StateException foreign(String purpose) {
    return new StateException(
        "Can't "
            + purpose
            + ": "
            + base.getHost()
            + " doesn't answer as Kubernetes does. Check the server of the kubeconfig or the"
            + " argument \"host\", and whether a proxy stands in between.");
  }

  private StateException failed(String purpose, HttpResponse response) {
    String message =
        JsonAnswer.parse(response.text())
            .flatMap(json -> json.text("message"))
            .map(text -> response.status() + " " + text)
            .orElse(response.statusText());
    String advice =
        switch (response.status()) {
          case 401 ->
              " Check the credentials of the kubeconfig, or \"token\": they may have" + " expired.";
          case 403 ->
              " The account needs get, list, create, update and delete on secrets and leases"
                  + " (coordination.k8s.io) of the namespace "
                  + namespace
                  + ".";
          case 413 -> " The server takes no objects of this size.";
          default -> "";
        };
    return new StateException(
        "Can't "
            + purpose
            + " in the cluster: "
            + message
            + (message.endsWith(".") ? "" : ".")
            + advice);
  }
}
