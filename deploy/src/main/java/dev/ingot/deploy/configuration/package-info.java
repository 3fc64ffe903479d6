/** The declarations in a folder of configuration files, decoded but not evaluated. */
@NullMarked
package dev.ingot.deploy.configuration;

import org.jspecify.annotations.NullMarked;
