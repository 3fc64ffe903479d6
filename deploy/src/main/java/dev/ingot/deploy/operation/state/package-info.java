/** Changes of what a state says, without asking a provider for anything. */
@NullMarked
package dev.ingot.deploy.operation.state;

import org.jspecify.annotations.NullMarked;
