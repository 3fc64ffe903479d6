package dev.ingot.deploy.configuration;

/**
 * A provider configuration a module call passes.
 *
 * @param inside its name in the called module
 * @param outside its name in the calling module
 */
public record PassedProvider(ProviderReference inside, ProviderReference outside) {}
