package dev.ingot.deploy.install;

import dev.ingot.deploy.fetch.PackageFetcher;
import dev.ingot.provider.registry.ModuleRegistryClient;

/**
 * Where modules come from.
 *
 * @param registry of whatever host an address names
 * @param fetcher of packages by their addresses
 */
public record ModuleSources(ModuleRegistryClient registry, PackageFetcher fetcher) {}
