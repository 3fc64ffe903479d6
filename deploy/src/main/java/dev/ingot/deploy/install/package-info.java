/** Installs the modules that configurations call, and keeps the list of them. */
@NullMarked
package dev.ingot.deploy.install;

import org.jspecify.annotations.NullMarked;
