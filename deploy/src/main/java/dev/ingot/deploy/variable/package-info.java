/**
 * The values of the root module's variables, from wherever they are given: the environment, files,
 * options, a person who is asked.
 */
@NullMarked
package dev.ingot.deploy.variable;

import org.jspecify.annotations.NullMarked;
