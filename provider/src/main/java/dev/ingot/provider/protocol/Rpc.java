package dev.ingot.provider.protocol;

/** The calls of the provider protocols that are made here, with their names in each. */
public enum Rpc {
  SCHEMA("GetSchema", "GetProviderSchema"),
  IDENTITY_SCHEMAS("GetResourceIdentitySchemas"),
  VALIDATE_PROVIDER("PrepareProviderConfig", "ValidateProviderConfig"),
  VALIDATE_RESOURCE("ValidateResourceTypeConfig", "ValidateResourceConfig"),
  VALIDATE_DATA_SOURCE("ValidateDataSourceConfig", "ValidateDataResourceConfig"),
  VALIDATE_EPHEMERAL("ValidateEphemeralResourceConfig"),
  VALIDATE_LIST("ValidateListResourceConfig"),
  CONFIGURE("Configure", "ConfigureProvider"),
  UPGRADE_STATE("UpgradeResourceState"),
  UPGRADE_IDENTITY("UpgradeResourceIdentity"),
  READ("ReadResource"),
  PLAN("PlanResourceChange"),
  APPLY("ApplyResourceChange"),
  IMPORT("ImportResourceState"),
  MOVE("MoveResourceState"),
  READ_DATA("ReadDataSource"),
  OPEN_EPHEMERAL("OpenEphemeralResource"),
  RENEW_EPHEMERAL("RenewEphemeralResource"),
  CLOSE_EPHEMERAL("CloseEphemeralResource"),
  LIST("ListResource"),
  FUNCTION("CallFunction"),
  STOP("Stop", "StopProvider");

  private final String five;
  private final String six;

  Rpc(String name) {
    this(name, name);
  }

  Rpc(String five, String six) {
    this.five = five;
    this.six = six;
  }

  /** Its name, for messages. */
  public String title(Protocol protocol) {
    return switch (protocol) {
      case FIVE -> five;
      case SIX -> six;
    };
  }

  /** Where the plugin answers it. */
  public String method(Protocol protocol) {
    return "/" + protocol.service() + "/" + title(protocol);
  }

  /** Whether its answer must not be lost, however long it takes. */
  public boolean changes() {
    return this == APPLY;
  }
}
