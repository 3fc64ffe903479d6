package dev.ingot.provider;

/** Why a provider defers a change to a later plan. */
public enum DeferredReason {
  /** Not specified. */
  UNKNOWN,
  /** Parts of the resource's configuration are not known yet. */
  RESOURCE_CONFIG_UNKNOWN,
  /** Parts of the provider's configuration are not known yet. */
  PROVIDER_CONFIG_UNKNOWN,
  /** A prerequisite does not exist yet. */
  ABSENT_PREREQUISITE
}
