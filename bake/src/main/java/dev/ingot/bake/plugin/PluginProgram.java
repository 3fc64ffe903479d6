package dev.ingot.bake.plugin;

import java.nio.file.Path;

/**
 * A plugin on this host.
 *
 * @param accessor its name in templates, such as {@code amazon}
 * @param file its program
 */
public record PluginProgram(String accessor, Path file, PluginDescription description) {}
