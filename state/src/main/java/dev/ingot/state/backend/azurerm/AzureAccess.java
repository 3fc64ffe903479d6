package dev.ingot.state.backend.azurerm;

import dev.ingot.http.client.Limits;
import dev.ingot.http.client.Retries;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.schema.Attribute;
import dev.ingot.lang.value.Value;
import dev.ingot.state.StateException;
import dev.ingot.state.azure.AzureCloud;
import dev.ingot.state.azure.AzureCredentials;
import dev.ingot.state.azure.AzureSettings;
import dev.ingot.state.backend.ArgumentTable;
import dev.ingot.state.backend.Arguments;
import dev.ingot.state.backend.BackendPlace;
import dev.ingot.state.backend.BackendSettings;
import dev.ingot.state.program.Programs;
import dev.ingot.state.remote.StoreHttp;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Supplier;

/**
 * How services of Azure are reached by arguments and variables: in which cloud, and as whom. Rules:
 * the documentation of Terraform's backend, which OpenTofu's key provider {@code azure_vault}
 * follows.
 *
 * @param http a client
 * @param cloud found out when it is first needed
 * @param credentials of who asks
 */
public record AzureAccess(
    StoreHttp http, Supplier<AzureCloud> cloud, AzureCredentials credentials) {
  private static final Limits METADATA =
      new Limits(Duration.ofSeconds(2), Duration.ofSeconds(10), Duration.ofSeconds(10));
  private static final Retries RETRIES =
      new Retries(4, Duration.ofMillis(500), Duration.ofSeconds(20), Duration.ofSeconds(60));

  private static final ArgumentTable ALONE = arguments().build();

  /** The arguments about the cloud and the identity, for the table of what is reached. */
  static ArgumentTable.Builder arguments() {
    return ArgumentTable.builder()
        .text("environment", "ARM_ENVIRONMENT")
        .text("metadata_host", "ARM_METADATA_HOSTNAME", "ARM_METADATA_HOST")
        .text("subscription_id", "ARM_SUBSCRIPTION_ID")
        .text("tenant_id", "ARM_TENANT_ID")
        .text("client_id", "ARM_CLIENT_ID")
        .text("client_id_file_path", "ARM_CLIENT_ID_FILE_PATH")
        .text("client_secret", "ARM_CLIENT_SECRET")
        .text("client_secret_file_path", "ARM_CLIENT_SECRET_FILE_PATH")
        .text("client_certificate", "ARM_CLIENT_CERTIFICATE")
        .text("client_certificate_path", "ARM_CLIENT_CERTIFICATE_PATH")
        .text("client_certificate_password", "ARM_CLIENT_CERTIFICATE_PASSWORD")
        .truth("use_oidc", "ARM_USE_OIDC")
        .text("oidc_token", "ARM_OIDC_TOKEN")
        .text("oidc_token_file_path", "ARM_OIDC_TOKEN_FILE_PATH")
        .text(
            "oidc_request_url",
            "ARM_OIDC_REQUEST_URL",
            "ACTIONS_ID_TOKEN_REQUEST_URL",
            "SYSTEM_OIDCREQUESTURI")
        .text(
            "oidc_request_token",
            "ARM_OIDC_REQUEST_TOKEN",
            "ACTIONS_ID_TOKEN_REQUEST_TOKEN",
            "SYSTEM_ACCESSTOKEN")
        .truth("use_msi", "ARM_USE_MSI")
        .text("msi_endpoint", "ARM_MSI_ENDPOINT")
        .truth("use_aks_workload_identity", "ARM_USE_AKS_WORKLOAD_IDENTITY")
        .truth("use_cli", "ARM_USE_CLI");
  }

  /** The arguments by their names and types. */
  public static SortedMap<String, Attribute> attributes() {
    return ALONE.schema().attributes();
  }

  /** What is wrong with the name of the cloud, where there are no other arguments. */
  public static Optional<Diagnostic> problem(SortedMap<String, Value> given, BackendPlace place) {
    return problem(alone(given, place));
  }

  /** The same as whoever is meant where there are no other arguments. */
  public static AzureAccess of(
      SortedMap<String, Value> given, BackendPlace place, Programs programs) {
    return of(alone(given, place), place, programs);
  }

  private static Arguments alone(SortedMap<String, Value> given, BackendPlace place) {
    return ALONE.of(new BackendSettings("azure", given), place);
  }

  /** What is wrong with the name of the cloud. */
  static Optional<Diagnostic> problem(Arguments arguments) {
    return arguments
        .text("environment")
        .filter(name -> AzureCloud.named(name).isEmpty())
        .map(
            name ->
                Diagnostic.error(
                    "unknown environment",
                    "There is no Azure cloud named \""
                        + name
                        + "\". There are public, usgovernment and china."));
  }

  /** By arguments without a problem. */
  static AzureAccess of(Arguments arguments, BackendPlace place, Programs programs) {
    StoreHttp http = StoreHttp.ofService(RETRIES, place);
    StoreHttp metadata = StoreHttp.ofMachine(METADATA, place);
    Supplier<AzureCloud> cloud = once(() -> cloud(arguments, http));
    return new AzureAccess(
        http,
        cloud,
        new AzureCredentials(identity(arguments), place, cloud, http, metadata, programs));
  }

  /** Finds something out when it is first needed; after a failure, again. */
  static <T> Supplier<T> once(Supplier<T> found) {
    return new Supplier<>() {
      private Optional<T> known = Optional.empty();

      @Override
      public synchronized T get() {
        if (known.isEmpty()) {
          known = Optional.of(found.get());
        }
        return known.get();
      }
    };
  }

  private static AzureCloud cloud(Arguments arguments, StoreHttp http) {
    return arguments
        .text("metadata_host")
        .map(host -> AzureCloud.described(host, http))
        .or(() -> AzureCloud.named(arguments.text("environment").orElse("")))
        .orElseThrow();
  }

  private static Optional<String> orFile(Arguments arguments, String name, String file) {
    return arguments
        .text(name)
        .or(() -> arguments.text(file).map(path -> arguments.file(path).strip()));
  }

  private static AzureSettings identity(Arguments arguments) {
    Optional<byte[]> certificate =
        arguments
            .text("client_certificate")
            .map(text -> decoded(text))
            .or(() -> arguments.text("client_certificate_path").map(arguments::bytes));
    return new AzureSettings(
        arguments.text("tenant_id"),
        orFile(arguments, "client_id", "client_id_file_path"),
        orFile(arguments, "client_secret", "client_secret_file_path"),
        certificate,
        arguments.text("client_certificate_password").orElse(""),
        arguments.is("use_oidc")
            ? Optional.of(
                new AzureSettings.Federation(
                    arguments.text("oidc_token"),
                    arguments.text("oidc_token_file_path"),
                    arguments.text("oidc_request_url"),
                    arguments.text("oidc_request_token"),
                    arguments.text("ado_pipeline_service_connection_id")))
            : Optional.empty(),
        arguments.is("use_msi"),
        arguments.text("msi_endpoint"),
        arguments.is("use_aks_workload_identity"),
        arguments.truth("use_cli").orElse(true),
        arguments.text("subscription_id"));
  }

  private static byte[] decoded(String text) {
    try {
      return Base64.getMimeDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw new StateException("The argument \"client_certificate\" is not Base64.", e);
    }
  }
}
