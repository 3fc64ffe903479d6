package dev.ingot.deploy;

import dev.ingot.address.ModuleAddress;

/**
 * An output of an instance of a module.
 *
 * @param module the instance; never the root module
 */
public record ModuleOutput(ModuleAddress module, String name) {}
