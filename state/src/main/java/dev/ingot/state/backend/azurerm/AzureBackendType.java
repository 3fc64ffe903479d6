package dev.ingot.state.backend.azurerm;

import dev.ingot.http.client.Limits;
import dev.ingot.http.client.Retries;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.schema.Schema;
import dev.ingot.state.StateException;
import dev.ingot.state.azure.AzureCloud;
import dev.ingot.state.azure.AzureCredentials;
import dev.ingot.state.azure.AzureSettings;
import dev.ingot.state.azure.SharedKey;
import dev.ingot.state.backend.ArgumentTable;
import dev.ingot.state.backend.Arguments;
import dev.ingot.state.backend.Backend;
import dev.ingot.state.backend.BackendPlace;
import dev.ingot.state.backend.BackendSettings;
import dev.ingot.state.backend.BackendType;
import dev.ingot.state.program.Programs;
import dev.ingot.state.remote.PolledLease;
import dev.ingot.state.remote.RemoteBackend;
import dev.ingot.state.remote.ServiceAddress;
import dev.ingot.state.remote.StoreHttp;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The backend {@code azurerm}. Rules: the documentation of Terraform's backend, and as recorded.
 */
public final class AzureBackendType implements BackendType {
  /** Its name. */
  public static final String NAME = "azurerm";

  private static final String STORAGE = "https://storage.azure.com";
  private static final String ACCOUNT = "storage_account_name";
  private static final String CONTAINER = "container_name";

  private static final ArgumentTable TABLE =
      ArgumentTable.builder()
          .required(ACCOUNT)
          .required(CONTAINER)
          .required("key")
          .text("access_key", "ARM_ACCESS_KEY")
          .text("sas_token", "ARM_SAS_TOKEN")
          .truth("snapshot", "ARM_SNAPSHOT")
          .text("environment", "ARM_ENVIRONMENT")
          .text("metadata_host", "ARM_METADATA_HOSTNAME", "ARM_METADATA_HOST")
          .text("resource_group_name")
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
          .text(
              "ado_pipeline_service_connection_id",
              "ARM_ADO_PIPELINE_SERVICE_CONNECTION_ID",
              "ARM_OIDC_AZURE_SERVICE_CONNECTION_ID")
          .truth("use_msi", "ARM_USE_MSI")
          .text("msi_endpoint", "ARM_MSI_ENDPOINT")
          .truth("use_aks_workload_identity", "ARM_USE_AKS_WORKLOAD_IDENTITY")
          .truth("use_azuread_auth", "ARM_USE_AZUREAD")
          .truth("use_cli", "ARM_USE_CLI")
          .truth("lookup_blob_endpoint", "ARM_USE_DNS_ZONE_ENDPOINT")
          .deprecated("endpoint", "It changes nothing: use \"environment\" or \"metadata_host\".")
          .build();

  private static final Limits METADATA =
      new Limits(Duration.ofSeconds(2), Duration.ofSeconds(10), Duration.ofSeconds(10));
  private static final Retries RETRIES =
      new Retries(4, Duration.ofMillis(500), Duration.ofSeconds(20), Duration.ofSeconds(60));

  private final Programs programs;

  /** With the program that is Azure's command line. */
  public AzureBackendType(Programs programs) {
    this.programs = programs;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Schema schema() {
    return TABLE.schema();
  }

  @Override
  public List<Diagnostic> problems(BackendSettings settings, BackendPlace place) {
    Arguments arguments = TABLE.of(settings, place);
    List<Diagnostic> problems = new ArrayList<>(arguments.problems());
    arguments
        .refused(
            ACCOUNT,
            AzureBackendType::isAccount,
            "invalid storage account name",
            "The names of storage accounts have 3 to 24 lower case letters and digits.")
        .ifPresent(problems::add);
    arguments
        .refused(
            CONTAINER,
            AzureBackendType::isContainer,
            "invalid storage container name",
            "The names of containers have 3 to 63 lower case letters, digits and single hyphens,"
                + " and begin and end with a letter or digit.")
        .ifPresent(problems::add);
    arguments
        .text("environment")
        .filter(name -> AzureCloud.named(name).isEmpty())
        .ifPresent(
            name ->
                problems.add(
                    Diagnostic.error(
                        "unknown environment",
                        "There is no Azure cloud named \""
                            + name
                            + "\". There are public, usgovernment and china.")));
    arguments
        .refused(
            "access_key",
            SharedKey::isKey,
            "invalid access key",
            "The argument \"access_key\" has to be a key of the storage account, which is Base64.")
        .ifPresent(problems::add);
    if (problems.isEmpty() && needsGroup(arguments)) {
      problems.add(
          Diagnostic.error(
              "Missing credentials of the storage account",
              "Either an Access Key / SAS Token or the Resource Group for the Storage Account must"
                  + " be specified - or Azure AD Authentication must be enabled. Set"
                  + " use_azuread_auth to use the role of the identity."));
    }
    return problems;
  }

  private static boolean needsGroup(Arguments arguments) {
    return arguments.text("access_key").isEmpty()
        && arguments.text("sas_token").isEmpty()
        && !arguments.is("use_azuread_auth")
        && arguments.text("resource_group_name").isEmpty();
  }

  private static boolean isPlain(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
  }

  private static boolean isAccount(String name) {
    return name.length() >= 3
        && name.length() <= 24
        && name.chars().allMatch(c -> isPlain((char) c));
  }

  private static boolean isContainer(String name) {
    return name.length() >= 3
        && name.length() <= 63
        && name.chars().allMatch(c -> c == '-' || isPlain((char) c))
        && isPlain(name.charAt(0))
        && isPlain(name.charAt(name.length() - 1))
        && !name.contains("--");
  }

  @Override
  public Backend open(BackendSettings settings, BackendPlace place) {
    Arguments arguments = TABLE.of(settings, place);
    StoreHttp http = StoreHttp.ofService(RETRIES, place);
    StoreHttp metadata = StoreHttp.ofMachine(METADATA, place);
    Supplier<AzureCloud> cloud = once(() -> cloud(arguments, http));
    AzureCredentials credentials =
        new AzureCredentials(identity(arguments), place, cloud, http, metadata, programs);
    String container = arguments.required(CONTAINER);
    Blobs blobs =
        new Blobs(http, once(() -> target(arguments, place, cloud, credentials, http)), container);
    String key = arguments.required("key");
    BlobLocks locks = new BlobLocks(blobs, key);
    return new RemoteBackend(
        NAME,
        RemoteBackend.Naming.WORKSPACES,
        new BlobSnapshots(blobs, locks, key, arguments.is("snapshot")),
        new PolledLease(locks),
        place);
  }

  /** Finds something out when it is first needed; after a failure, again. */
  private static <T> Supplier<T> once(Supplier<T> found) {
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

  private static Blobs.Target target(
      Arguments arguments,
      BackendPlace place,
      Supplier<AzureCloud> cloud,
      AzureCredentials credentials,
      StoreHttp http) {
    String account = arguments.required(ACCOUNT);
    Optional<StorageAccount> managed =
        arguments
            .text("resource_group_name")
            .map(
                group ->
                    new StorageAccount(
                        http,
                        credentials.of(withoutSlash(cloud.get().management())),
                        cloud.get(),
                        arguments
                            .text("subscription_id")
                            .orElseThrow(
                                () ->
                                    new StateException(
                                        "The subscription is missing: set subscription_id, or"
                                            + " ARM_SUBSCRIPTION_ID in the environment.")),
                        group,
                        account));
    String endpoint =
        arguments.is("lookup_blob_endpoint")
            ? managed.flatMap(StorageAccount::endpoint).orElseThrow(AzureBackendType::noGroup)
            : "https://" + account + ".blob." + cloud.get().storage() + "/";
    URI container =
        URI.create(
            ServiceAddress.base("The address of the storage account", endpoint)
                + arguments.required(CONTAINER)
                + "/");
    Optional<String> key = arguments.text("access_key");
    Optional<String> signature = arguments.text("sas_token");
    BlobAccess access;
    if (key.isPresent()) {
      access = signed(account, key.get(), place);
    } else if (signature.isPresent()) {
      String text = signature.get();
      access = new BlobAccess.Shared(text.startsWith("?") ? text.substring(1) : text);
    } else if (arguments.is("use_azuread_auth")) {
      access = new BlobAccess.Bearer(credentials.of(STORAGE));
    } else {
      access = signed(account, managed.orElseThrow(AzureBackendType::noGroup).key(), place);
    }
    return new Blobs.Target(container, access);
  }

  private static BlobAccess signed(String account, String key, BackendPlace place) {
    return new BlobAccess.Signed(new SharedKey(account, key), place.environment().clock());
  }

  private static StateException noGroup() {
    return new StateException(
        "The resource group of the storage account is missing: set resource_group_name.");
  }

  private static String withoutSlash(URI uri) {
    String text = uri.toString();
    return text.substring(0, text.length() - 1);
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
