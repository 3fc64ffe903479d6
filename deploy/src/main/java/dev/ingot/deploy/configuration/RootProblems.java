package dev.ingot.deploy.configuration;

import dev.ingot.lang.Diagnostic;
import java.util.List;

/**
 * Problems of a root module that {@code init} reports in a way of their own.
 *
 * @param declarations what is wrong with its blocks, whose files could be parsed
 * @param versions which of its {@code required_version} aren't met
 */
public record RootProblems(List<Diagnostic> declarations, List<Diagnostic> versions) {}
