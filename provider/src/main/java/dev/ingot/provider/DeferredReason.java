package dev.ingot.provider;

/** Why a provider leaves a change for a later plan. */
public enum DeferredReason {
  /** Not specified. */
  UNKNOWN,
  /** Parts of the resource's configuration are not known yet. */
  RESOURCE_CONFIG_UNKNOWN,
  /** Parts of the provider's configuration are not known yet. */
  PROVIDER_CONFIG_UNKNOWN,
  /** Something it needs does not exist yet. */
  ABSENT_PREREQUISITE
}
