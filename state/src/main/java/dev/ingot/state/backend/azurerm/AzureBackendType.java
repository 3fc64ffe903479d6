package dev.ingot.state.backend.azurerm;

import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.schema.Schema;
import dev.ingot.state.StateException;
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
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
      AzureAccess.arguments()
          .required(ACCOUNT)
          .required(CONTAINER)
          .required("key")
          .text("access_key", "ARM_ACCESS_KEY")
          .text("sas_token", "ARM_SAS_TOKEN")
          .truth("snapshot", "ARM_SNAPSHOT")
          .text("resource_group_name")
          .text(
              "ado_pipeline_service_connection_id",
              "ARM_ADO_PIPELINE_SERVICE_CONNECTION_ID",
              "ARM_OIDC_AZURE_SERVICE_CONNECTION_ID")
          .truth("use_azuread_auth", "ARM_USE_AZUREAD")
          .truth("lookup_blob_endpoint", "ARM_USE_DNS_ZONE_ENDPOINT")
          .deprecated("endpoint", "It changes nothing: use \"environment\" or \"metadata_host\".")
          .build();

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
    AzureAccess.problem(arguments).ifPresent(problems::add);
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
    AzureAccess azure = AzureAccess.of(arguments, place, programs);
    String container = arguments.required(CONTAINER);
    Blobs blobs =
        new Blobs(azure.http(), AzureAccess.once(() -> target(arguments, place, azure)), container);
    String key = arguments.required("key");
    BlobLocks locks = new BlobLocks(blobs, key);
    return new RemoteBackend(
        NAME,
        RemoteBackend.Naming.WORKSPACES,
        new BlobSnapshots(blobs, locks, key, arguments.is("snapshot")),
        new PolledLease(locks),
        place);
  }

  private static Blobs.Target target(Arguments arguments, BackendPlace place, AzureAccess azure) {
    String account = arguments.required(ACCOUNT);
    Optional<StorageAccount> managed =
        arguments
            .text("resource_group_name")
            .map(
                group ->
                    new StorageAccount(
                        azure.http(),
                        azure.credentials().of(withoutSlash(azure.cloud().get().management())),
                        azure.cloud().get(),
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
            : "https://" + account + ".blob." + azure.cloud().get().storage() + "/";
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
      access = new BlobAccess.Bearer(azure.credentials().of(STORAGE));
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
}
