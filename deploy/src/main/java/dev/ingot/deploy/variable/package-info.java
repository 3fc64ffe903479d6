/**
 * The values of the root module's variables from all sources: the environment, files, options,
 * prompts.
 */
@NullMarked
package dev.ingot.deploy.variable;

import org.jspecify.annotations.NullMarked;
