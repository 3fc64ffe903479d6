package dev.ingot.state.backend;

import dev.ingot.state.Environment;
import java.nio.file.Path;

/**
 * Where a backend is used.
 *
 * @param folder the folder of the configuration, which paths are relative to
 * @param data the folder for what is kept beside it ({@code .terraform}), such as journals
 * @param environment the world as sessions see it
 */
public record BackendPlace(Path folder, Path data, Environment environment) {}
