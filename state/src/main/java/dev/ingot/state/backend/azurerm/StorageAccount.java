package dev.ingot.state.backend.azurerm;

import dev.ingot.http.client.HttpRequest;
import dev.ingot.http.client.HttpResponse;
import dev.ingot.http.client.RequestBody;
import dev.ingot.state.StateException;
import dev.ingot.state.azure.AzureCloud;
import dev.ingot.state.oauth.TokenSource;
import dev.ingot.state.remote.JsonAnswer;
import dev.ingot.state.remote.ServiceAddress;
import dev.ingot.state.remote.StoreHttp;
import java.net.URI;
import java.util.Optional;

/** A storage account as the resource manager knows it: its keys and its address. */
record StorageAccount(
    StoreHttp http,
    TokenSource tokens,
    AzureCloud cloud,
    String subscription,
    String group,
    String name) {
  private HttpRequest request(String method, String rest) {
    return HttpRequest.of(
            method,
            URI.create(
                cloud.management()
                    + "subscriptions/"
                    + ServiceAddress.encoded(subscription, false)
                    + "/resourceGroups/"
                    + ServiceAddress.encoded(group, false)
                    + "/providers/Microsoft.Storage/storageAccounts/"
                    + ServiceAddress.encoded(name, false)
                    + rest
                    + "?api-version=2023-01-01"))
        .withRepeatable(true)
        .withBearer(tokens.token().value());
  }

  /** Its first key. */
  String key() {
    JsonAnswer json =
        answer(
            "list the keys of the storage account",
            request("POST", "/listKeys").withBody(RequestBody.of(new byte[0]), "application/json"));
    return json.elements("keys").stream()
        .findFirst()
        .flatMap(key -> key.text("value"))
        .orElseThrow(() -> new StateException("The storage account " + name + " has no keys."));
  }

  /** The address of its blobs. */
  Optional<String> endpoint() {
    return answer("look up the storage account", request("GET", ""))
        .text("properties", "primaryEndpoints", "blob");
  }

  private JsonAnswer answer(String purpose, HttpRequest request) {
    HttpResponse response = http.send(purpose, request);
    if (!response.isSuccessful()) {
      throw new StateException(
          "Can't "
              + purpose
              + " "
              + name
              + ": "
              + JsonAnswer.parse(response.text())
                  .flatMap(json -> json.text("error", "message"))
                  .orElse(response.statusText())
              + " Check resource_group_name and subscription_id, or set use_azuread_auth to do"
              + " without the keys of the account.");
    }
    return JsonAnswer.of(purpose, response);
  }

  /** Without tokens. */
  @Override
  public String toString() {
    return name;
  }
}
