package dev.ingot.provider;

/**
 * The optional capabilities of a provider. The first four are those of the plugin protocols.
 *
 * @param planDestroy whether it plans destruction, too
 * @param getProviderSchemaOptional whether other calls may precede the one for the schema
 * @param moveResourceState objects can be moved here from other types
 * @param generateResourceConfig configuration can be generated from an object
 * @param findsPlanned reading with the planned value and the planned private data finds an object
 *     from an unfinished creation, or tells that there is none; never true for plugin processes
 * @param withoutEffects applying changes nothing outside of the state, so that a crash leaves
 *     nothing behind; never true for plugin processes
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
