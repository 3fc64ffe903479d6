package dev.ingot.deploy.configuration;

/**
 * A provider configuration a module call passes.
 *
 * @param inside what the called module knows it as
 * @param outside what the calling module knows it as
 */
public record PassedProvider(ProviderReference inside, ProviderReference outside) {}
