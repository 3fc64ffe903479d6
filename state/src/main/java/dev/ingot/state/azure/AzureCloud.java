package dev.ingot.state.azure;

import dev.ingot.http.client.HttpRequest;
import dev.ingot.http.client.HttpResponse;
import dev.ingot.state.StateException;
import dev.ingot.state.remote.JsonAnswer;
import dev.ingot.state.remote.ServiceAddress;
import dev.ingot.state.remote.StoreHttp;
import java.net.URI;
import java.util.Optional;

/**
 * Where the services of one of Azure's clouds are.
 *
 * @param login of Entra ID, with a slash at its end
 * @param management of the resource manager, with a slash at its end
 * @param storage the end of the names of storage accounts
 */
public record AzureCloud(URI login, URI management, String storage) {
  private static final String ASK = "ask for the addresses of this cloud";

  /** The cloud of a name; empty if there is none. */
  public static Optional<AzureCloud> named(String name) {
    return switch (name) {
      case "", "public", "global", "canary" ->
          Optional.of(
              of(
                  "https://login.microsoftonline.com/",
                  "https://management.azure.com/",
                  "core.windows.net"));
      case "usgovernment", "usgovernmentl4", "usgovernmentl5", "dod" ->
          Optional.of(
              of(
                  "https://login.microsoftonline.us/",
                  "https://management.usgovcloudapi.net/",
                  "core.usgovcloudapi.net"));
      case "china" ->
          Optional.of(
              of(
                  "https://login.chinacloudapi.cn/",
                  "https://management.chinacloudapi.cn/",
                  "core.chinacloudapi.cn"));
      default -> Optional.empty();
    };
  }

  private static AzureCloud of(String login, String management, String storage) {
    return new AzureCloud(URI.create(login), URI.create(management), storage);
  }

  /**
   * The cloud a host describes.
   *
   * @throws StateException if it doesn't
   */
  public static AzureCloud described(String host, StoreHttp http) {
    HttpResponse response =
        http.send(
            ASK,
            HttpRequest.get(
                ServiceAddress.of(
                    "The metadata host",
                    "https://" + host + "/metadata/endpoints?api-version=2022-09-01")));
    if (!response.isSuccessful()) {
      throw new StateException("Can't " + ASK + ": " + response.statusText() + ".");
    }
    JsonAnswer json = JsonAnswer.of(ASK, response);
    // Some answer with a list of clouds.
    JsonAnswer cloud = json.elements().stream().findFirst().orElse(json);
    return new AzureCloud(
        address(cloud, "authentication", "loginEndpoint"),
        address(cloud, "resourceManager"),
        cloud.text("suffixes", "storage").orElseThrow(() -> incomplete(host)));
  }

  private static URI address(JsonAnswer cloud, String... path) {
    return ServiceAddress.base(
        "The " + String.join(".", path) + " of the cloud", cloud.text(path).orElse(""));
  }

  private static StateException incomplete(String host) {
    return new StateException("The metadata host " + host + " doesn't say where storage is.");
  }
}
