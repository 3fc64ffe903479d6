package dev.ingot.provider;

/**
 * What a provider can do beyond the basics. The first four are those of the plugin protocols.
 *
 * @param planDestroy destroying is planned, too
 * @param getProviderSchemaOptional other calls may come before the schema is asked for
 * @param moveResourceState objects can be moved here from other types
 * @param generateResourceConfig configuration can be generated from an object
 * @param findsPlanned reading with the planned value and the planned private data finds an object
 *     whose creation was begun, or says that there is none; never so for plugin processes
 * @param withoutEffects applying changes nothing outside of the state, so that nothing can be left
 *     behind by a crash; never so for plugin processes
 */
public record ServerCapabilities(
    boolean planDestroy,
    boolean getProviderSchemaOptional,
    boolean moveResourceState,
    boolean generateResourceConfig,
    boolean findsPlanned,
    boolean withoutEffects) {
  /** Nothing beyond the basics. */
  public static final ServerCapabilities NONE =
      new ServerCapabilities(false, false, false, false, false, false);
}
