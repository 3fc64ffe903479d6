package dev.ingot.state.backend.cloud;

import dev.ingot.http.client.HttpRequest;
import dev.ingot.http.client.HttpResponse;
import dev.ingot.state.StateException;
import dev.ingot.state.backend.HostToken;
import dev.ingot.state.remote.JsonAnswer;
import dev.ingot.state.remote.ServiceAddress;
import dev.ingot.state.remote.StoreHttp;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** Finds the API of a host. Rules: Terraform's remote service discovery. */
record Discovery(StoreHttp http, HostToken tokens) {
  private static final String PURPOSE = "ask for the services of the host";
  private static final List<String> SERVICES =
      List.of("tfe.v2.2", "tfe.v2.1", "tfe.v2", "state.v2");

  /**
   * The API.
   *
   * @param given a token that the block has
   * @throws StateException if the host has none, or there is no token for it
   */
  CloudApi.Service service(String host, Optional<String> given) {
    Optional<String> token = given.or(() -> tokens.of(host));
    if (token.isEmpty()) {
      throw new StateException(
          "Required token could not be found. Run the following command to generate a token for "
              + host
              + ":\n    ingot login "
              + host);
    }
    URI address =
        ServiceAddress.of("The hostname", "https://" + host + "/.well-known/terraform.json");
    HttpResponse response = http.send(PURPOSE, HttpRequest.get(address));
    if (!response.isSuccessful()) {
      throw new StateException(
          "Host "
              + host
              + " does not provide a Terraform cloud service: it answered "
              + response.statusText()
              + ". Check the hostname.");
    }
    JsonAnswer services = JsonAnswer.of(PURPOSE, response);
    String path =
        SERVICES.stream()
            .flatMap(name -> services.text(name).stream())
            .findFirst()
            .orElseThrow(
                () ->
                    new StateException(
                        "Host "
                            + host
                            + " does not provide a Terraform cloud service: it has neither tfe.v2"
                            + " nor state.v2. Check the hostname."));
    URI base;
    try {
      base = address.resolve(path.endsWith("/") ? path : path + "/");
    } catch (IllegalArgumentException e) {
      throw new StateException("Host " + host + " gives an address that can't be one.", e);
    }
    if (!"https".equals(base.getScheme())) {
      throw new StateException(
          "Host " + host + " gives an address without TLS for its API, where a token isn't sent.");
    }
    return new CloudApi.Service(base, token.get());
  }
}
